#nullable disable      // what is not there is handed in on purpose
using System.Text.RegularExpressions;
using NotebookLib.Interactive;
using static System.Math;

namespace NotebookLib.Tests;

/// <summary>
/// What a learner does wrong, and the sentence that says what, where, and what to write; what is wrong with a lambda has a
/// table of its own
/// (<see cref="Symbolic.RefusalTests"/>), and files have one (<see cref="DatasetTests"/>). A … here stands for any words.
/// </summary>
public partial class WrongUseTests : IDisposable
{
    private static readonly Neuron One = new([0.6], 0.9, Activation.Sigmoid), Three = new([1, 2, 3], 0, Activation.Sigmoid),
        Four = new([0, 0, 0, 0], 0, Activation.Sigmoid);
    private static readonly Layer Softmax = Layer.Softmax(2, 3), Far = Layer.Softmax([[-800], [800]], [0, 0]),
        Sigmoids = new([[1, 2], [3, 4]], [0, 0], Activation.Sigmoid);
    private static readonly Dataset Iris = Dataset.Load("iris"), Plain = Dataset.Of([[1]], [0]),
        Two = Iris.Only("setosa", "virginica").Features("petal_length_cm");
    private static readonly VectorField Field = VectorField.Of(w => w, 2);
    private readonly List<string> problems = [];

    private static TrainingRun Run(Cost cost, Dataset data, TrainingOptions options = null) =>
        Training.Run(One, cost, data, options);

    private static TrainingRun Rule(UpdateRule rule, double w = 0.5) =>
        Training.Run(new([w], 0, Activation.Sigmoid), Cost.Quadratic, Plain, new() { Rule = rule });

    [Fact]
    public void Neurons_layers_and_networks()
    {
        Says("A neuron needs at least one weight, for example weights: [0.6].", () => new Neuron(null, 0, Activation.Sigmoid));
        Says("A neuron needs at least one weight, for example weights: [0.6].", () => new Neuron([], 0, Activation.Sigmoid));
        Says("A neuron needs an activation, for example Activation.Sigmoid.", () => new Neuron([1], 0, null));
        Says("Weight 1 is NaN; every weight must be a finite number.", () => new Neuron([double.NaN], 0, Activation.Sigmoid));
        Says("Weight 2 is -Infinity; every weight must be a finite number.",
            () => new Neuron([1, double.NegativeInfinity], 0, Activation.Sigmoid));
        Says("The bias is NaN; it must be a finite number.", () => new Neuron([1], double.NaN, Activation.Sigmoid));
        Says("Expected 1 input, one for each weight, but got 2.", () => One.Output(1, 2));
        Says("Expected 1 input, one for each weight, but got 0.", () => One.Output());
        Says("Expected 1 input, one for each weight, but got 0.", () => One.Output((double[])null));
        Says("Input 1 is NaN; every input must be a finite number.", () => One.Output(double.NaN));
        Says("Expected 1 input, one for each weight, but got 2.", () => One.WeightedInput(1, 2));
        Says("The weighted input is Infinity: the weights or inputs are too large for a double.",
            () => new Neuron([1e308, 1e308], 0, Activation.Sigmoid).Output(10, 10));
        Says("Your cost was not defined; mend its cell first.", () => One.Cost(null, [1], 0));
        Says("Expected 1 input, one for each weight, but got 2.", () => One.Cost(Cost.Quadratic, [1, 2], 0));
        Says("The target is NaN; it must be a finite number.", () => One.Cost(Cost.Quadratic, [1], double.NaN));
        Says("Expected 1 input, one for each weight, but got 0.", () => One.Cost(Cost.Quadratic, null, 0));
        Says("Your cost was not defined; mend its cell first.", () => One.Gradient(null, [1], 0));
        Says("Expected 1 input, one for each weight, but got 0.", () => One.Gradient(Cost.Quadratic, null, 0));
        Says("Input 1 is Infinity; every input must be a finite number.",
            () => One.Gradient(Cost.Quadratic, [double.PositiveInfinity], 0));
        Says("The target is Infinity; it must be a finite number.",
            () => One.Gradient(Cost.Quadratic, [1], double.PositiveInfinity));
        Says("Log(1 - a): the argument 1 - a is -1 at a = 2, y = 1, but a … of the identity, or use another activation.",
            () => new Neuron([1], 0, Activation.Identity).Cost(Cost.CrossEntropy, [2], 1));
        Says("Log(1 - a): the argument 1 - a is -1 at a = 2, y = 1, but a … of the identity, or use another activation.",
            () => new Neuron([1], 0, Activation.Identity).Gradient(Cost.CrossEntropy, [2], 1));
        Says("Log(a): the argument a is -0.761594 at a = -0.761594, y = … output of the tanh, or use another activation.",
            () => new Neuron([1], 0, Activation.Tanh).Cost(Cost.CrossEntropy, [-1], 1));
        Says("A neuron needs at least one weight, for example weights: [0.6].", () => One.With(null, 0));
        Says("The bias is NaN; it must be a finite number.", () => One.With([1], double.NaN));
        Says("A layer needs at least one row of weights, for example weights: [[0.5, -1]].",
            () => new Layer(null, [0], Activation.Sigmoid));
        Says("A layer needs at least one row of weights, for example weights: [[0.5, -1]].",
            () => new Layer([], [], Activation.Sigmoid));
        Says("A layer needs an activation, for example Activation.Sigmoid.", () => new Layer([[1]], [0], null));
        Says("Row 2 of the weights has 0 numbers, but row 1 has 1; all rows need the same number.",
            () => new Layer([[1], null], [0, 0], Activation.Sigmoid));
        Says("Row 2 of the weights has 2 numbers, but row 1 has 1; all rows need the same number.",
            () => new Layer([[1], [1, 2]], [0, 0], Activation.Sigmoid));
        Says("Expected 1 bias, one for each row of weights, but got 0.", () => new Layer([[1]], null, Activation.Sigmoid));
        Says("Expected 1 bias, one for each row of weights, but got 2.", () => new Layer([[1]], [0, 1], Activation.Sigmoid));
        Says("Weight 1 of neuron 1 is NaN; every weight must be a finite number.",
            () => new Layer([[double.NaN]], [0], Activation.Sigmoid));
        Says("Bias 1 is NaN; every bias must be a finite number.", () => new Layer([[1]], [double.NaN], Activation.Sigmoid));
        Says("A layer needs at least one input and one output, not 0 and 3.", () => Layer.Softmax(0, 3));
        Says("A layer needs at least one input and one output, not 4 and -1.", () => Layer.Softmax(4, -1));
        Says("A layer needs at least one row of weights, for example weights: [[0.5, -1]].", () => Layer.Softmax(null, [0]));
        Says("Expected 2 inputs, one for each weight, but got 0.", () => Softmax.Output(null));
        Says("Expected 2 inputs, one for each weight, but got 1.", () => Softmax.Output([1]));
        Says("Input 2 is NaN; every input must be a finite number.", () => Softmax.Output([1, double.NaN]));
        Says("Expected 2 inputs, one for each weight, but got 3.", () => Softmax.WeightedInput([1, 2, 3]));
        Says("Your cost was not defined; mend its cell first.", () => Softmax.Cost(null, [1, 2], [1, 0, 0]));
        Says("Expected 3 targets, one for each output, but got 2.", () => Softmax.Cost(Cost.LogLoss, [1, 2], [1, 0]));
        Says("Expected 3 targets, one for each output, but got 0.", () => Softmax.Cost(Cost.LogLoss, [1, 2], null));
        Says("Target 3 is NaN; it must be a finite number.", () => Softmax.Cost(Cost.LogLoss, [1, 2], [1, 0, double.NaN]));
        Says("Expected 2 inputs, one for each weight, but got 1.", () => Softmax.Gradient(Cost.LogLoss, [1], [1, 0, 0]));
        Says("Your cost was not defined; mend its cell first.", () => Softmax.Gradient(null, [1, 2], [1, 0, 0]));
        Says("Expected 2 inputs, one for each weight, but got 0.", () => Softmax.Gradient(Cost.LogLoss, null, [1, 0, 0]));
        Says("The weighted input is Infinity: the weights or inputs are too large for a double.",
            () => new Layer([[1e200]], [0], Activation.Sigmoid).Output([1e200]));
        Says("A layer needs at least one row of weights, for example weights: [[0.5, -1]].", () => Softmax.With(null, [0]));
        Says("A network needs at least one layer.", () => new Network());
        Says("A network needs at least one layer.", () => new Network(null));
        Says("Layer 2 was not defined; mend its cell first.", () => new Network(Softmax, null));
        Says("Layer 2 has 2 inputs, but layer 1 has 3 outputs; they must be the same number.",
            () => new Network(Softmax, Softmax));
        Says("Expected 2 inputs, one for each weight, but got 1.", () => new Network(Softmax).Output([1]));
        Says("Expected 2 inputs, one for each weight, but got 0.", () => new Network(Softmax).Output(null));
        Says("Your cost was not defined; mend its cell first.", () => new Network(Softmax).Cost(null, [1, 2], [1, 0, 0]));
        Says("Expected 3 targets, one for each output, but got 1.",
            () => new Network(Softmax).Gradient(Cost.LogLoss, [1, 2], [1]));
        Says("Expected 3 targets, one for each output, but got 0.",
            () => new Network(Softmax).Gradient(Cost.LogLoss, [1, 2], null));
        Says("Expected 3 inputs, one for each weight, but got 2.", () => Three.Output(1.0, 2.0));
        Says("Weight 2 is NaN; every weight must be a finite number.", () => new Neuron([0, double.NaN], 0, Activation.Sigmoid));
        Says("The bias is Infinity; it must be a finite number.",
            () => new Neuron([0], double.PositiveInfinity, Activation.Sigmoid));
        Says("Row 2 of the weights has 1 number, but row 1 has 2; all rows need the same number.",
            () => new Layer([[1, 2], [3]], [0, 0], Activation.Sigmoid));
        Says("Expected 2 biases, one for each row of weights, but got 1.",
            () => new Layer([[1, 2], [3, 4]], [0], Activation.Sigmoid));
        Says("Weight 1 of neuron 2 is NaN; every weight must be a finite number.",
            () => new Layer([[1, 2], [double.NaN, 4]], [0, 0], Activation.Sigmoid));
        Says("Bias 1 is Infinity; every bias must be a finite number.",
            () => new Layer([[1]], [double.PositiveInfinity], Activation.Sigmoid));
        Says("Row 1 of the weights is empty; each row holds one neuron's weights.", () => Layer.Softmax([[]], [0]));
        Says("Expected 2 targets, one for each output, but got 1.", () => Sigmoids.Gradient(Cost.Quadratic, [1, 2], [0]));
        Says("Target 2 is NaN; it must be a finite number.",
            () => Layer.Softmax(1, 2).Cost(Cost.LogLoss, [1.0], [0, double.NaN]));
        Says("Sqrt(a - 2): the argument a - 2 is -1 at a = 1, y = 1, but a square root needs an argument that is 0 or more. Change the cost \"far\" so that it has a value for every output of the softmax, or use another activation.", () => Layer.Softmax([[1], [-1]], [0, 0]).Cost(Cost.Define("far", (a, y) => Sqrt(a - 2)), [1000.0], [1, 0]));
        Says("Layer 2 has 3 inputs, but layer 1 has 2 outputs; they must be the same number.",
            () => new Network(Sigmoids, Layer.Softmax(3, 2)));
    }

    [Fact]
    public void Data()
    {
        Says("Your inputs were not defined; mend their cell first.", () => Dataset.Of(null, [0]));
        Says("Your targets were not defined; mend their cell first.", () => Dataset.Of([[1]], null));
        Says("A data set needs at least one example, for example Dataset.Of([[1.0]], [0.0]).", () => Dataset.Of([], []));
        Says("Expected 1 target, one for each row, but got 2.", () => Dataset.Of([[1]], [0, 1]));
        Says("Row 1 has no inputs; each row needs at least one.", () => Dataset.Of([[]], [0]));
        Says("Row 1 has no inputs; each row needs at least one.", () => Dataset.Of([null], [0]));
        Says("Row 2 has 2 inputs, but row 1 has 1; all rows need the same number.", () => Dataset.Of([[1], [1, 2]], [0, 0]));
        Says("Row 2 has 0 inputs, but row 1 has 1; all rows need the same number.", () => Dataset.Of([[1], null], [0, 0]));
        Says("Row 1, input 1 is NaN; it must be a finite number.", () => Dataset.Of([[double.NaN]], [0]));
        Says("The target of row 1 is NaN; it must be a finite number.", () => Dataset.Of([[1]], [double.NaN]));
        Says("Name a data set (iris, breast-cancer, digits) or the path of a CSV file.", () => Dataset.Load(null));
        Says("Name a data set (iris, breast-cancer, digits) or the path of a CSV file.", () => Dataset.Load(""));
        Says("There is no data set and no file \"Iris\". Did you mean … your own is looked for in the notebook's folder.",
            () => Dataset.Load("Iris"));
        Says("There is no data set and no file \"iris.csv\". Did you mean … your own is looked for in the notebook's folder.",
            () => Dataset.Load("iris.csv"));
        Says("There is no data set and no file \"irsi\". Did you mean \"iris\"? … your own is looked for in the notebook's folder.", () => Dataset.Load("irsi"));
        Says("There is no data set and no file \"breast cancer\". Did you … your own is looked for in the notebook's folder.",
            () => Dataset.Load("breast cancer"));
        Says("There is no data set and no file \"mnist\". The data sets are iris, breast-cancer, digits; a file of your own is looked for in the notebook's folder.", () => Dataset.Load("mnist"));
        Says("There is no data set and no file \"digit\". Did you mean … your own is looked for in the notebook's folder.",
            () => Dataset.Load("digit"));
        Says("There is no data set and no file \"/\". The data sets are iris, breast-cancer, digits; a file of your own is looked for in the notebook's folder.", () => Dataset.Load("/"));
        Says("There is no data set and no file \".\". The data sets are iris, breast-cancer, digits; a file of your own is looked for in the notebook's folder.", () => Dataset.Load("."));
        Says("Name at least one class; iris has setosa, versicolor, virginica.", () => Iris.Only());
        Says("Name at least one class; iris has setosa, versicolor, virginica.", () => Iris.Only(null));
        Says("iris has no class \"Setosa\"; it has setosa, versicolor, virginica. Did you mean \"setosa\"?",
            () => Iris.Only("Setosa", "versicolor"));
        Says("The class \"setosa\" is named twice; iris has setosa, versicolor, virginica.", () => Iris.Only("setosa", "setosa"));
        Says("iris has no class \"\"; it has setosa, versicolor, virginica.", () => Iris.Only("setosa", null));
        Says("iris has no class \"rose\"; it has setosa, versicolor, virginica.", () => Iris.Only("rose"));
        Says("data has no classes; its targets are plain numbers.", () => Plain.Only("setosa"));
        Says("Name at least one class; iris has setosa, versicolor, virginica.", () => Iris.AgainstRest());
        Says("These are all classes of iris: nothing is left for the rest. Leave one out.",
            () => Iris.AgainstRest("setosa", "versicolor", "virginica"));
        Says("iris has no class \"Virginica\"; it has setosa, versicolor, virginica. Did you mean \"virginica\"?",
            () => Iris.AgainstRest("Virginica"));
        Says("data has no classes; its targets are plain numbers.", () => Plain.AgainstRest("a"));
        Says("Name at least one input; iris has sepal_length_cm, sepal_width_cm, petal_length_cm, petal_width_cm.",
            () => Iris.Features());
        Says("iris has no input \"petal\"; it has sepal_length_cm, sepal_width_cm, petal_length_cm, petal_width_cm.",
            () => Iris.Features("petal"));
        Says("iris has no input \"petal lenght\"; it has sepal_length_cm, sepal_width_cm, petal_length_cm, petal_width_cm.",
            () => Iris.Features("petal lenght"));
        Says("iris has no input \"Petal length\"; it has sepal_length_cm, sepal_width_cm, petal_length_cm, petal_width_cm.",
            () => Iris.Features("Petal length"));
        Says("iris has the examples 0 to 149; 150 is not one of them.", () => Iris.Row(150));
        Says("iris has the examples 0 to 149; -1 is not one of them.", () => Iris.Row(-1));
        Says("iris has the inputs 0 to 3; 4 is not one of them.", () => Iris.Column(4));
        Says("A part of 0 of 150 examples leaves nothing on one side; take a part between 0 and 1, for example 0.75.",
            () => Iris.Split(1, 0));
        Says("A part of 1 of 150 examples leaves nothing on one side; take a part between 0 and 1, for example 0.75.",
            () => Iris.Split(1, 1));
        Says("A part of 75 of 150 examples leaves nothing on one side; take a part between 0 and 1, for example 0.75.",
            () => Iris.Split(1, 75));
        Says("A part of NaN of 150 examples leaves nothing on one side; take a part between 0 and 1, for example 0.75.",
            () => Iris.Split(1, double.NaN));
        Says("A part of 0.75 of 1 example leaves nothing on one side; take a part between 0 and 1, for example 0.75.",
            () => Plain.Split(1));
        Says("The factor is 0; it must be a finite number other than 0, for example 1/16.0.", () => Iris.Scale(0));
        Says("The factor is NaN; it must be a finite number other than 0, for example 1/16.0.", () => Iris.Scale(double.NaN));
        Says("iris: an input would be too large for a double; take a smaller factor.", () => Iris.Scale(1e308).Scale(10));
        Says("iris has the inputs 0 to 3; 4 is not one of them.", () => Iris.InUnits(4, 2));
        Says("The scale is 0; it must be a finite number other than 0, for example 1000 for metres to millimetres.",
            () => Iris.InUnits(0, 0));
        Says("The scale is Infinity; it must be a finite number other than 0, for example 1000 for metres to millimetres.",
            () => Iris.InUnits(0, double.PositiveInfinity));
        Says("iris: an input would be too large for a double; take a smaller factor.", () => Iris.InUnits(0, 1e308));
        Says("Your neuron was not defined; mend its cell first.", () => Confusion.Of((Neuron)null, Iris));
        Says("Your data were not defined; mend their cell first.", () => Confusion.Of(One, null));
        Says("data does not have two classes to tell apart.", () => Confusion.Of(One, Plain));
        Says("The data have 4 inputs, but the neuron has 1 weight; there must be one weight for each input.",
            () => Confusion.Of(One, Iris));
        Says("Your layer was not defined; mend its cell first.", () => Confusion.Of((Layer)null, Iris));
        Says("iris has 4 inputs, but the layer takes 2.", () => Confusion.Of(Softmax, Iris));
        Says("data has no classes for a layer to tell apart: its targets are plain numbers.", () => Confusion.Of(Softmax, Plain));
        Says("iris has no class \"verginica\"; it has setosa, versicolor, virginica. Did you mean \"virginica\"?",
            () => Iris.Only("setosa", "verginica"));
        Says("The input \"petal_width_cm\" is named twice; iris has sepal_length_cm, sepal_width_cm, petal_length_cm, petal_width_cm.", () => Iris.Features("petal_width_cm", "petal_width_cm"));
        Says("iris has no input \"petal_witdh_cm\"; it has sepal_length_cm, sepal_width_cm, petal_length_cm, petal_width_cm. Did you mean \"petal_width_cm\"?", () => Iris.Features("petal_witdh_cm"));
        Says("There is no data set and no file \"Iris\". Did you mean \"iris\"? The data sets are iris, breast-cancer, digits; a file of your own is looked for in the notebook's folder.", () => Dataset.Load("Iris"));
        Says("iris has no input \"height\"; it has sepal_length_cm, sepal_width_cm, petal_length_cm, petal_width_cm.",
            () => Iris.Features("height"));
        Says("There is no data set and no file \"flowers\". The data sets are iris, breast-cancer, digits; a file of your own is looked for in the notebook's folder.", () => Dataset.Load("flowers"));
        Says("Expected 2 targets, one for each row, but got 1.", () => Dataset.Of([[1.0], [2.0]], [0.0]));
        Says("Row 2, input 1 is NaN; it must be a finite number.", () => Dataset.Of([[1.0], [double.NaN]], [0.0, 1]));
    }

    [Fact]
    public void Costs_and_activations()
    {
        Says("A cost needs a name to be compared by: Cost.Define(\"mine\", (a, y) => …).",
            () => Cost.Define(null, (a, y) => a - y));
        Says("A cost needs a name to be compared by: Cost.Define(\"mine\", (a, y) => …).",
            () => Cost.Define("", (a, y) => a - y));
        Says("The cost \"mine\" needs a formula: Cost.Define(\"mine\", (a, y) => Pow(a - y, 2)/2).",
            () => Cost.Define("mine", null));
        Says("An activation needs a name to be compared by: Activation.Define(\"mine\", z => …).",
            () => Activation.Define("", z => z));
        Says("The activation \"mine\" needs a formula: Activation.Define(\"mine\", z => z/(1 + Abs(z))).",
            () => Activation.Define("mine", null));
        Says("Sign(z) is flat with a jump, so its slope teaches a neuron nothing. For a distance write Abs(z); for a soft step write Tanh(z).", () => Activation.Define("step", z => Sign(z)));
        Says("In C# 1/2 is 0, because both are whole numbers. Write 0.5.", () => Activation.Define("half", z => 1/2*z));
        Says("A cost needs a name to be compared by: Cost.FromDelta(\"mine\", (a, y) => …, Activation.Sigmoid).",
            () => Cost.FromDelta("", (a, y) => a - y, Activation.Sigmoid));
        Says("The cost \"mine\" needs a δ: Cost.FromDelta(\"mine\", (a, y) => a - y, Activation.Sigmoid).",
            () => Cost.FromDelta("mine", null, Activation.Sigmoid));
        Says("Your activation was not defined; mend its cell first.", () => Cost.FromDelta("mine", (a, y) => a - y, null));
        Says("The slope of the relu is 0 at z = -0.2188, so δ = ∂C/∂a · … always rises, for example Activation.Softplus.",
            () => Cost.FromDelta("mine", (a, y) => a - y, Activation.Relu));
        Says("δ = 1/(a - y) grows too fast where a comes near to y: its … δ that stays finite at a = y, for example a - y.",
            () => Cost.FromDelta("mine", (a, y) => 1/(a - y), Activation.Sigmoid));
        Says("δ = Log(a - 2) has no value at a = 0.000346, y = 0.3. Choose a δ that has one for every output of the sigmoid.",
            () => Cost.FromDelta("mine", (a, y) => Log(a - 2), Activation.Sigmoid));
        Says("Sign(a - y) is flat with a jump, so its slope teaches a … Abs(a - y); for a soft step write Tanh(a - y).",
            () => Cost.FromDelta("mine", (a, y) => Sign(a - y), Activation.Sigmoid));
        Says("The bump falls at z = 0.03125: it takes the same output at … them apart. Take an activation that only rises.",
            () => Cost.FromDelta("mine", (a, y) => a - y, Activation.Define("bump", z => Exp(-z*z))));
        Says("The slope of the flat is 0 at z = 8.031, so δ = ∂C/∂a · f′ … always rises, for example Activation.Softplus.",
            () => Cost.FromDelta("mine", (a, y) => a - y, Activation.Define("flat", z => 0.5 + 0*z)));
        Says("Your activation was not defined; mend its cell first.", () => Cost.Matching(null));
        Says("The slope of the relu is 0 at z = -0.2188, so δ = ∂C/∂a · … always rises, for example Activation.Softplus.",
            () => Cost.Matching(Activation.Relu));
        Says("The falling falls at z = -7.969: the matching cost needs an activation that rises.",
            () => Cost.Matching(Activation.Define("falling", z => -z)));
        Says("The sine falls at z = -7.969: it takes the same output at … them apart. Take an activation that only rises.",
            () => Cost.Matching(Activation.Define("sine", z => Sin(z))));
        Says("Your activation was not defined; mend its cell first.", () => Cost.Quadratic.InZ(null));
        Says("Your activation was not defined; mend its cell first.", () => Cost.Quadratic.ErrorInZ(null));
        Says("Your cost was not defined; mend its cell first.", () => Derivation.Of(null));
        Says("Your cost was not defined; mend its cell first.", () => Derivation.Of(null, Activation.Sigmoid));
        Says("Your activation was not defined; mend its cell first.", () => Derivation.Of(Cost.Quadratic, null));
        Says("Your cost was not defined; mend its cell first.", () => Derivation.OfSoftmax(null));
        Says("Your cost was not defined; mend its cell first.", () => Attempt.Slope(null, (a, y) => a));
        Says("Your cost was not defined; mend its cell first.", () => Attempt.Delta(null, Activation.Sigmoid, (a, y) => a));
        Says("Your activation was not defined; mend its cell first.", () => Attempt.Delta(Cost.Quadratic, null, (a, y) => a));
        Says("Round(a) is flat with jumps: its slope is 0 or does not … it. Write a itself, or a smooth function of it.",
            () => Attempt.Delta(Cost.Quadratic, Activation.Sigmoid, (a, y) => Round(a)));
        Says("Your cost was not defined; mend its cell first.", () => Attempt.Weights(null, Activation.Sigmoid, (a, y, x) => a));
        Says("Your activation was not defined; mend its cell first.",
            () => Attempt.Weights(Cost.Quadratic, null, (a, y, x) => a));
        Says("In C# 1/2 is 0, because both are whole numbers. Write 0.5.",
            () => Attempt.Weights(Cost.Quadratic, Activation.Sigmoid, (a, y, x) => 1/2*x));
        Says("There are no finite right numbers to compare yours with.", () => Attempt.Numbers(null, [1]));
        Says("There are no finite right numbers to compare yours with.", () => Attempt.Numbers([], []));
        Says("There are no finite right numbers to compare yours with.", () => Attempt.Numbers([double.NaN], [1]));
        Says("Your gradient was not defined; mend its cell first.", () => Attempt.Gradient(null, [1]));
        Says("Your judge was not defined; mend its cell first.", () => Attempt.Find<Cost>(Cost.Quadratic, null));
    }

    [Fact]
    public void Training_runs()
    {
        Says("Your neuron was not defined; mend its cell first.", () => Training.Run(null, Cost.Quadratic, Plain));
        Says("Your cost was not defined; mend its cell first.", () => Training.Run(One, null, Plain));
        Says("Your data were not defined; mend their cell first.", () => Training.Run(One, Cost.Quadratic, null));
        Says("The data have 4 inputs, but the neuron has 1 weight; there must be one weight for each input.",
            () => Run(Cost.Quadratic, Iris));
        Says("The data have 2 inputs, but the neuron has 1 weight; there must be one weight for each input.",
            () => Run(Cost.Quadratic, Dataset.Of([[1, 2]], [0])));
        Says("iris has 3 classes, and one neuron tells two apart: take … against the others, data.AgainstRest(\"setosa\").",
            () => Training.Run(Four, Cost.Quadratic, Iris));
        Says("LearningRate is 0; it must be a number above 0, for example 0.15.",
            () => Run(Cost.Quadratic, Plain, new() { LearningRate = 0 }));
        Says("LearningRate is -0.1; it must be a number above 0, for example 0.15.",
            () => Run(Cost.Quadratic, Plain, new() { LearningRate = -0.1 }));
        Says("LearningRate is NaN; it must be a number above 0, for example 0.15.",
            () => Run(Cost.Quadratic, Plain, new() { LearningRate = double.NaN }));
        Says("LearningRate is Infinity; it must be a number above 0, for example 0.15.",
            () => Run(Cost.Quadratic, Plain, new() { LearningRate = double.PositiveInfinity }));
        Says("Epochs is -1; it must be 0 or more.", () => Run(Cost.Quadratic, Plain, new() { Epochs = -1 }));
        Says("Epochs is 2147483647; it must be at most 100000000, because … kept. Run fewer, and go on from Final if need be.",
            () => Run(Cost.Quadratic, Plain, new() { Epochs = int.MaxValue }));
        Says("BatchSize is 0; it must be 1 or more, or null for all examples.",
            () => Run(Cost.Quadratic, Plain, new() { BatchSize = 0 }));
        Says("BatchSize is -3; it must be 1 or more, or null for all examples.",
            () => Run(Cost.Quadratic, Plain, new() { BatchSize = -3 }));
        Says("MaxSeconds is 0; it must be above 0.", () => Run(Cost.Quadratic, Plain, new() { MaxSeconds = 0 }));
        Says("MaxSeconds is NaN; it must be above 0.", () => Run(Cost.Quadratic, Plain, new() { MaxSeconds = double.NaN }));
        Says("MaxSeconds is -1; it must be above 0.", () => Run(Cost.Quadratic, Plain, new() { MaxSeconds = -1 }));
        Says("Threads is 0; it must be 1 or more, or null for one for each processor.",
            () => Run(Cost.Quadratic, Plain, new() { Threads = 0 }));
        Says("Your update rule was not defined; mend its cell first.", () => Run(Cost.Quadratic, Plain, new() { Rule = null }));
        Says("Schedule gave -0.1 as the learning rate of update 1; it must be a number from 0 up.",
            () => Run(Cost.Quadratic, Plain, new() { Schedule = k => -0.1 }));
        Says("Schedule gave NaN as the learning rate of update 1; it must be a number from 0 up.",
            () => Run(Cost.Quadratic, Plain, new() { Schedule = k => double.NaN }));
        Says("Schedule gave Infinity as the learning rate of update 1; it must be a number from 0 up.",
            () => Run(Cost.Quadratic, Plain, new() { Schedule = k => 1.0/k }));
        Says("Schedule stopped at update 3 (k = 2): Index was outside the … of the array. It must give a rate for every k.",
            () => Run(Cost.Quadratic, Plain, new() { Schedule = k => new[] { 0.1, 0.2 }[k] }));
        Says("Schedule stopped at update 1 (k = 0): no. It must give a rate for every k.",
            () => Run(Cost.Quadratic, Plain, new() { Schedule = k => throw new Exception("no") }));
        Says("The target of row 1 is -1, but the outputs of the sigmoid … targets from 0 to 1: number two classes 0 and 1.",
            () => Run(Cost.CrossEntropy, Dataset.Of([[1], [2]], [-1, 1])));
        Says("The target of row 2 is 2, but the outputs of the sigmoid go … targets from 0 to 1: number two classes 0 and 1.",
            () => Run(Cost.CrossEntropy, Dataset.Of([[1], [2]], [1, 2])));
        Says("The target of row 2 is 100, but the outputs of the sigmoid … targets from 0 to 1: number two classes 0 and 1.",
            () => Run(Cost.CrossEntropy, Dataset.Of([[1], [2]], [0, 100])));
        Says("Log(1 - a): the argument 1 - a is -1 at a = 2, y = 1, but a … activation. (Row 1 of the data, after 0 updates.)",
            () => Training.Run(new([1], 0, Activation.Identity), Cost.CrossEntropy, Dataset.Of([[2]], [1])));
        Says("Log(a): the argument a is 0 at a = 0, y = 1, but a … activation. (Row 1 of the data, after 0 updates.)",
            () => Training.Run(new([1], 0, Activation.Relu), Cost.CrossEntropy, Dataset.Of([[-2]], [1])));
        Says("Log(a - 2): the argument a - 2 is -1.18243 at a = 0.817574, … activation. (Row 1 of the data, after 0 updates.)",
            () => Run(Cost.Define("bad", (a, y) => Log(a - 2)), Plain));
        Says("Sqrt(a - 1): the argument a - 1 is -0.182426 at a = … activation. (Row 1 of the data, after 0 updates.)",
            () => Run(Cost.Define("bad", (a, y) => Sqrt(a - 1)), Plain));
        Says("Division by 0: a - a is 0 at a = 0.817574, y = 0. Change … activation. (Row 1 of the data, after 0 updates.)",
            () => Run(Cost.Define("bad", (a, y) => 1/(a - a)), Plain));
        Says("δ = ∂C/∂z has no finite value. Infinity.0 is infinite at a … there. (Row 1 of the data, after 0 updates.)",
            () => Run(Cost.Define("bad", (a, y) => Pow(a, 1000000)*1e308*1e308), Plain));
        Says("The cost of the start is too large for a number: begin with smaller weights, or standardise the data.",
            () => Training.Run(new([1e200], 0, Activation.Identity), Cost.Quadratic, Dataset.Of([[1e200]], [0])));
        Says("The cost of the start is too large for a number: begin with smaller weights, or standardise the data.",
            () => Training.Run(new([1e200], 0, Activation.Identity), Cost.Quadratic, Dataset.Of([[1]], [0])));
        Says("The activation exp: Exp(z) is infinite: its argument z is … a number. (Row 1 of the data, after 0 updates.)",
            () => Training.Run(new([800], 0, Activation.Exp), Cost.Quadratic, Dataset.Of([[1]], [0])));
        Says("The activation log: Log(z): the argument z is -1 at z = -1, … above 0. (Row 1 of the data, after 0 updates.)",
            () => Training.Run(new([-1], 0, Activation.Define("log", z => Log(z))), Cost.Quadratic, Dataset.Of([[1]], [0])));
        Says("Your layer was not defined; mend its cell first.", () => Training.RunLayer(null, Cost.LogLoss, Iris));
        Says("Your cost was not defined; mend its cell first.", () => Training.RunLayer(Layer.Softmax(4, 3), null, Iris));
        Says("Your data were not defined; mend their cell first.",
            () => Training.RunLayer(Layer.Softmax(4, 3), Cost.LogLoss, null));
        Says("iris has 3 classes, but the layer has 2 outputs; there must be one output for each class.",
            () => Training.RunLayer(Layer.Softmax(4, 2), Cost.LogLoss, Iris));
        Says("iris has 4 inputs, but the layer takes 5.", () => Training.RunLayer(Layer.Softmax(5, 3), Cost.LogLoss, Iris));
        Says("data has no classes for a layer to tell apart: its targets are plain numbers.",
            () => Training.RunLayer(Layer.Softmax(1, 2), Cost.LogLoss, Plain));
        Says("The rule \"Newton\" looks at the examples of one neuron; a … of your own from UpdateRule.Define(\"…\", u => …).",
            () => Training.RunLayer(Layer.Softmax(4, 3), Cost.LogLoss, Iris, new() { Rule = UpdateRule.Newton }));
        Says("Log(a - 2): the argument a - 2 is -1.66667 at a = 0.333333, … activation. (Row 1 of the data, after 0 updates.)",
            () => Training.RunLayer(Layer.Softmax(4, 3), Cost.Define("bad", (a, y) => Log(a - 2)), Iris));
        Says("Log(1 - a): the argument 1 - a is 0 at a = 1, y = 0, but a … activation. (Row 1 of the data, after 0 updates.)",
            () => Training.RunLayer(Far, Cost.CrossEntropy, Two));
        Says("This run has the steps 0 to 300; 301 is not one of them.", () => Run(Cost.Quadratic, Plain).At(301));
        Says("This run has the steps 0 to 300; -1 is not one of them.", () => Run(Cost.Quadratic, Plain).At(-1));
        Says("This run has the steps 0 to 300; 1000 is not one of them.", () => Run(Cost.Quadratic, Plain).OutputsAt(1000));
        Says("A run needs a name to be compared by.", () => Run(Cost.Quadratic, Plain).Named(null));
        Says("A run needs a name to be compared by.", () => Run(Cost.Quadratic, Plain).Named(""));
    }

    [Fact]
    public void Update_rules()
    {
        Says("An update rule needs a name to be compared by: UpdateRule.Define(\"mine\", (w, b, x, y) => …).",
            () => UpdateRule.Define("", (w, b, x, y) => x));
        Says("An update rule needs a name to be compared by: UpdateRule.Define(\"mine\", (w, b, x, y) => …).",
            () => UpdateRule.Define(null, (w, b, x, y) => x));
        Says("Your update was not defined; mend its cell first.",
            () => UpdateRule.Define("mine", (Func<double[], double, double[], double, double[]>)null));
        Says("Your update was not defined; mend its cell first.",
            () => UpdateRule.Define("mine", (Func<UpdateContext, double[]>)null));
        Says("Power(0): w = v^k needs a k of 1 or more, for example Power(2).", () => UpdateRule.Power(0));
        Says("Power(-2): w = v^k needs a k of 1 or more, for example Power(2).", () => UpdateRule.Power(-2));
        Says("The momentum is 1; it must be from 0 to below 1, for example 0.9.", () => UpdateRule.Gradient.WithMomentum(1));
        Says("The momentum is -0.5; it must be from 0 to below 1, for example 0.9.",
            () => UpdateRule.Gradient.WithMomentum(-0.5));
        Says("The momentum is NaN; it must be from 0 to below 1, for example 0.9.",
            () => UpdateRule.Gradient.WithMomentum(double.NaN));
        Says("The rule \"gradient\" has no epsilon: epsilon belongs to … gradient, the steepest in the outputs and Newton.",
            () => UpdateRule.Gradient.With(epsilon: 1e-8));
        Says("beta1 is 1; it must be from 0 to below 1.", () => UpdateRule.Adam.With(beta1: 1));
        Says("beta2 is 2; it must be from 0 to below 1.", () => UpdateRule.Adam.With(beta2: 2));
        Says("epsilon is -1; it must be a number from 0 up.", () => UpdateRule.Adam.With(epsilon: -1));
        Says("The rule \"Adam\" has no decay: epsilon belongs to RMSProp … gradient, the steepest in the outputs and Newton.",
            () => UpdateRule.Adam.With(decay: 0.9));
        Says("decay is 1; it must be from 0 to below 1.", () => UpdateRule.RmsProp.With(decay: 1));
        Says("decay is NaN; it must be from 0 to below 1.", () => UpdateRule.RmsProp.With(decay: double.NaN));
        Says("damping is -1; it must be a number from 0 up.", () => UpdateRule.Newton.With(damping: -1));
        Says("damping is NaN; it must be a number from 0 up.", () => UpdateRule.Newton.With(damping: double.NaN));
        Says("Reparametrised needs a map from v to w, for example v => Exp(v).", () => UpdateRule.Gradient.Reparametrised(null));
        Says("The rule \"Newton\" undoes every change of coordinates by its metric; reparametrise another one, for example UpdateRule.Gradient.", () => UpdateRule.Newton.Reparametrised(v => Exp(v)));
        Says("In C# 1/2 is 0, because both are whole numbers. Write 0.5.", () => UpdateRule.Gradient.Reparametrised(v => 1/2*v));
        Says("The rule \"exponentiated gradient\" cannot start at weight 1 = -0.5: every weight must be above 0. Start it somewhere else, for example at 0.5.", () => Rule(UpdateRule.Exponentiated, -0.5));
        Says("The rule \"gradient on v, w = v²\" cannot start at weight 1 = -0.5: every weight must be above 0. Start it somewhere else, for example at 0.5.", () => Rule(UpdateRule.Power(2), -0.5));
        Says("The rule \"exponentiated gradient\" cannot start at weight 1 = 0: every weight must be above 0. Start it somewhere else, for example at 0.5.", () => Rule(UpdateRule.Exponentiated, 0));
        Says("The rule \"gradient on v, w = Exp(v)\" cannot start at weight … Start it somewhere else, for example at 0.5.",
            () => Rule(UpdateRule.Gradient.Reparametrised(v => Exp(v)), -1));
        Says("Your rule \"mine\" gave nothing (null) at update 1, row 1: x … number, one for each weight, or 2, the bias last.",
            () => Rule(UpdateRule.Define("mine", (w, b, x, y) => null)));
        Says("Your rule \"mine\" gave 3 numbers at update 1, row 1: x = … number, one for each weight, or 2, the bias last.",
            () => Rule(UpdateRule.Define("mine", (w, b, x, y) => [1, 2, 3])));
        Says("Your rule \"mine\" gave 0 numbers at update 1, row 1: x = … number, one for each weight, or 2, the bias last.",
            () => Rule(UpdateRule.Define("mine", (w, b, x, y) => [])));
        Says("Your rule \"mine\" asked for a weight or an input that is not … = (1), y = 0). There is 1: count it from 0 to 0.",
            () => Rule(UpdateRule.Define("mine", (w, b, x, y) => [x[1]])));
        Says("Your rule \"mine\" gave not a number (NaN) for weight 1 at … of a number below 0, and keep it away from there.",
            () => Rule(UpdateRule.Define("mine", (w, b, x, y) => [double.NaN])));
        Says("Your rule \"mine\" stopped at update 1, row 1: x = (1), y = 0: no chalk. Mend its cell and run it again.",
            () => Rule(UpdateRule.Define("mine", (w, b, x, y) => throw new Exception("no chalk"))));
        Says("Your rule \"mine\" gave nothing (null) at update 1. It must give 1 number, one for each weight, or 2, the bias last.", () => Rule(UpdateRule.Define("mine", u => null)));
        Says("Your rule \"mine\" asked for a weight or an input that is not there (update 1). There is 1: count it from 0 to 0.",
            () => Rule(UpdateRule.Define("mine", u => [u.Gradient[7], 0])));
        Says("Your rule \"mine\" gave not a number (NaN) for the bias at … of a number below 0, and keep it away from there.",
            () => Rule(UpdateRule.Define("mine", u => [0/u.Gradient[0]*0, double.NaN])));
        Says("The rule \"steepest in the outputs\" has no step at update 1: … an update, or damp it: .With(damping: 0.001).",
            () => Training.Run(new([1], 0, Activation.Define("falling", z => -z)), Cost.Quadratic, Plain,
            new() { Rule = UpdateRule.SteepestInOutputs }));
        Says("The rule \"natural gradient\" needs an activation that … the bump is -0.735759 at z = 1 (row 1, update 1).",
            () => Training.Run(new([1], 0, Activation.Define("bump", z => Exp(-z*z))), Cost.Quadratic, Plain,
            new() { Rule = UpdateRule.NaturalGradient }));
        Says("Your update rule was not defined; mend its cell first.", () => UnitChange.Exponent(null, Cost.Quadratic));
        Says("Your cost was not defined; mend its cell first.", () => UnitChange.Exponent(UpdateRule.Gradient, null));
        Says("Your update rule was not defined; mend its cell first.", () => UnitChange.Measure(null, Cost.Quadratic));
        Says("Your cost was not defined; mend its cell first.", () => UnitChange.Measure(UpdateRule.Gradient, null));
        Says("Your neuron was not defined; mend its cell first.", () => UnitChange.Compare(null, Cost.Quadratic, Plain, 0, 2));
        Says("Your cost was not defined; mend its cell first.", () => UnitChange.Compare(One, null, Plain, 0, 2));
        Says("Your data were not defined; mend their cell first.", () => UnitChange.Compare(One, Cost.Quadratic, null, 0, 2));
        Says("data has the inputs 0 to 0; 1 is not one of them.", () => UnitChange.Compare(One, Cost.Quadratic, Plain, 1, 2));
        Says("The scale is 0; it must be a finite number other than 0, for example 1000 for metres to millimetres.",
            () => UnitChange.Compare(One, Cost.Quadratic, Plain, 0, 0));
        Says("Your rule was not defined; mend its cell first.", () => Linearisation.Of(null, One, Cost.Quadratic, Plain));
        Says("Your neuron was not defined; mend its cell first.",
            () => Linearisation.Of(UpdateRule.Gradient, null, Cost.Quadratic, Plain));
        Says("Your cost was not defined; mend its cell first.", () => Linearisation.Of(UpdateRule.Gradient, One, null, Plain));
        Says("Your data were not defined; mend their cell first.",
            () => Linearisation.Of(UpdateRule.Gradient, One, Cost.Quadratic, null));
        Says("The rule \"Adam\" does not step straight against mean δ u. Take Gradient, WithoutInput, SignOfInput or NormalizedLms.", () => Linearisation.Of(UpdateRule.Adam, One, Cost.Quadratic, Plain));
        Says("The data have 4 inputs, but the neuron has 1 weight; there must be one weight for each input.",
            () => Linearisation.Of(UpdateRule.Gradient, One, Cost.Quadratic, Iris));
        Says("There are the eigenvalues 0 to 1; 9 is not one of them.",
            () => Linearisation.Of(UpdateRule.Gradient, One, Cost.Quadratic, Plain).Eigenvector(9));
    }

    [Fact]
    public void Checks()
    {
        Says("✗ one is two: this is not so.", () => Check.That(false, "one is two"));
        Says("✗ one is two: expected 2 within 0.5, but it is 1.", () => Check.Near(1, 2, 0.5, "one is two"));
        Says("✗ one is two: expected 2 within 0.5, but it is NaN.", () => Check.Near(double.NaN, 2, 0.5, "one is two"));
        Says("✗ one is two: expected NaN within 0.5, but it is 1.", () => Check.Near(1, double.NaN, 0.5, "one is two"));
        Says("The tolerance is -1; it must be 0 or more.", () => Check.Near(1, 1, -1, "one is one"));
        Says("The tolerance is NaN; it must be 0 or more.", () => Check.Near(1, 1, double.NaN, "one is one"));
        Says("✗ : this is not so.", () => Check.That(false, null));
        Says("Your neuron was not defined; mend its cell first.", () => GradientCheck.Run((Neuron)null, Cost.Quadratic, [1], 0));
        Says("Your cost was not defined; mend its cell first.", () => GradientCheck.Run(One, null, [1], 0));
        Says("Your x was not defined; mend its cell first.", () => GradientCheck.Run(One, Cost.Quadratic, (double[])null, 0));
        Says("Expected 1 input, one for each weight, but got 2.", () => GradientCheck.Run(One, Cost.Quadratic, [1, 2], 0));
        Says("Input 1 is NaN; every input must be a finite number.",
            () => GradientCheck.Run(One, Cost.Quadratic, [double.NaN], 0));
        Says("The target is NaN; it must be a finite number.", () => GradientCheck.Run(One, Cost.Quadratic, [1], double.NaN));
        Says("Expected 1 number from your gradient, one for each weight (or 2 with the bias last), but it gave null.",
            () => GradientCheck.Run(One, Cost.Quadratic, [1], 0, claimed: (a, y, z, x) => null));
        Says("Expected 1 number from your gradient, one for each weight (or 2 with the bias last), but it gave 3.",
            () => GradientCheck.Run(One, Cost.Quadratic, [1], 0, claimed: (a, y, z, x) => [1, 2, 3]));
        Says("Your data were not defined; mend their cell first.", () => GradientCheck.Run(One, Cost.Quadratic, (Dataset)null));
        Says("Your neuron was not defined; mend its cell first.", () => GradientCheck.Run((Neuron)null, Cost.Quadratic, Plain));
        Says("Your cost was not defined; mend its cell first.", () => GradientCheck.Run(One, null, Plain));
        Says("The data have 4 inputs, but the neuron has 1 weight; there must be one weight for each input.",
            () => GradientCheck.Run(One, Cost.Quadratic, Iris));
        Says("Your formula was not defined; mend its cell first.",
            () => GradientCheck.Run(One, Cost.Quadratic, Plain, (Func<double, double, double, double[], double[]>)null));
        Says("Expected 1 number from your gradient, one for each weight (or 2 with the bias last), but it gave 3.",
            () => GradientCheck.Run(One, Cost.Quadratic, Plain, (n, d) => [1, 2, 3]));
        Says("Your layer was not defined; mend its cell first.",
            () => GradientCheck.Run((Layer)null, Cost.LogLoss, [1, 2], [1, 0, 0]));
        Says("Your cost was not defined; mend its cell first.", () => GradientCheck.Run(Softmax, null, [1, 2], [1, 0, 0]));
        Says("Your x was not defined; mend its cell first.", () => GradientCheck.Run(Softmax, Cost.LogLoss, null, [1, 0, 0]));
        Says("Expected 3 targets, one for each output, but got 0.", () => GradientCheck.Run(Softmax, Cost.LogLoss, [1, 2], null));
        Says("Expected 3 targets, one for each output, but got 1.", () => GradientCheck.Run(Softmax, Cost.LogLoss, [1, 2], [1]));
        Says("Expected 3 × 2 numbers from your gradient, a row for each neuron … with the bias last), but it gave 1 row of 1.",
            () => GradientCheck.Run(Softmax, Cost.LogLoss, [1, 2], [1, 0, 0], (a, y, z, x) => [[1]]));
        Says("Your function was not defined; mend its cell first.", () => GradientCheck.Run(null, w => w, [1]));
        Says("Your gradient was not defined; mend its cell first.", () => GradientCheck.Run(w => w[0], null, [1]));
        Says("Your place was not defined; mend its cell first.", () => GradientCheck.Run(w => w[0], w => w, null));
        Says("The point is empty; give at least one number, for example at: [0.5].",
            () => GradientCheck.Run(w => w[0], w => w, []));
        Says("Expected 1 number from your gradient, one for each coordinate, but it gave 2.",
            () => GradientCheck.Run(w => w[0], w => [1, 2], [1]));
        Says("Number 1 of the point is NaN; it must be a finite number.",
            () => GradientCheck.Run(w => w[0], w => w, [double.NaN]));
        Says("Your cost was not defined; mend its cell first.", () => CostCheck.Run(null, Activation.Sigmoid));
        Says("Your activation was not defined; mend its cell first.", () => CostCheck.Run(Cost.Quadratic, null));
        Says("Your cost was not defined; mend its cell first.", () => CostCheck.ConvexFor(null, Activation.Sigmoid, 0));
        Says("Your activation was not defined; mend its cell first.", () => CostCheck.ConvexFor(Cost.Quadratic, null, 0));
        Says("The target is NaN; it must be a finite number.",
            () => CostCheck.ConvexFor(Cost.Quadratic, Activation.Sigmoid, double.NaN));
        Says("Your cost was not defined; mend its cell first.", () => CostCheck.UpdatesToHalfway(null, Activation.Sigmoid, 0, 1));
        Says("Your activation was not defined; mend its cell first.",
            () => CostCheck.UpdatesToHalfway(Cost.Quadratic, null, 0, 1));
        Says("The weighted input is NaN; it must be a finite number.",
            () => CostCheck.UpdatesToHalfway(Cost.Quadratic, Activation.Sigmoid, double.NaN, 1));
        Says("The target is NaN; it must be a finite number.",
            () => CostCheck.UpdatesToHalfway(Cost.Quadratic, Activation.Sigmoid, 0, double.NaN));
        Says("The learning rate is -1; it must be a number above 0, for example 0.15.",
            () => CostCheck.UpdatesToHalfway(Cost.Quadratic, Activation.Sigmoid, 0, 1, -1));
        Says("The learning rate is NaN; it must be a number above 0, for example 0.15.",
            () => CostCheck.UpdatesToHalfway(Cost.Quadratic, Activation.Sigmoid, 0, 1, double.NaN));
        Says("The weighted input is NaN; it must be a finite number.",
            () => CostCheck.Run(Cost.Quadratic, Activation.Sigmoid).At(double.NaN, 0));
        Says("Your update was not defined; mend its cell first.",
            () => GradientField.Test((Func<double[], double, double[], double, double[]>)null));
        Says("Your update gave nothing (null) at w = (0, 0), b = 0, x = (1, -2), y = 0.",
            () => GradientField.Test((w, b, x, y) => null));
        Says("Your update gave 1 number for 2 inputs; it must give 2, one … GradientField.Test(yourUpdate, x: [1], y: 0).",
            () => GradientField.Test((w, b, x, y) => [1]));
        Says("Your update stopped at w = (0, 0), b = 0, x = (1, -2), y = 0: no chalk",
            () => GradientField.Test((w, b, x, y) => throw new Exception("no chalk")));
        Says("The example has no inputs; give it at least one, for example x: [1, -2].",
            () => GradientField.Test((w, b, x, y) => x, []));
        Says("The target y = NaN has no inputs to go with; hand in both, for example x: [1, -2], y: 1.",
            () => GradientField.Test((w, b, x, y) => x, y: double.NaN));
        Says("The target y = 1 has no inputs to go with; hand in both, for example x: [1, -2], y: 1.",
            () => GradientField.Test((w, b, x, y) => x, y: 1));
        Says("Input 2 is NaN; every input must be a finite number.",
            () => GradientField.Test((w, b, x, y) => x, [1, double.NaN]));
        Says("The radius is 0; it must be a number above 0, for example 2.",
            () => GradientField.Test((w, b, x, y) => x, radius: 0));
        Says("The radius is NaN; it must be a number above 0, for example 2.",
            () => GradientField.Test((w, b, x, y) => x, radius: double.NaN));
        Says("Look at 3 points or more, not 2: three points make the smallest closed walk.",
            () => GradientField.Test((w, b, x, y) => x, points: 2));
        Says("Look at 3 points or more, not -1: three points make the smallest closed walk.",
            () => GradientField.Test((w, b, x, y) => x, points: -1));
        Says("Look at 100000 points or fewer, not 2147483647.",
            () => GradientField.Test((w, b, x, y) => x, points: int.MaxValue));
        Says("A point of this field has 2 numbers, one for each of w₁, w₂, not 1.",
            () => GradientField.Test((w, b, x, y) => x, around: [1]));
        Says("A point of a field needs finite numbers, not NaN.",
            () => GradientField.Test((w, b, x, y) => x, around: [1, double.NaN]));
        Says("Your data were not defined; mend their cell first.", () => GradientField.Test((w, b, x, y) => x, (Dataset)null));
        Says("Your field was not defined; mend its cell first.", () => GradientField.Test((Func<double[], double[]>)null, 2));
        Says("A field needs at least one dimension, not 0.", () => GradientField.Test(w => w, 0));
        Says("Your field gave 1 number at w = (-1.301, 0.7428); it must give 2, one for each of w₁, w₂.",
            () => GradientField.Test(w => [1], 2));
        Says("Your field was not defined; mend its cell first.", () => GradientField.Test((VectorField)null));
        Says("Your update gave two different answers at w = (-1.301, … point. Leave out what is random or remembered.",
            () => GradientField.Test((w, b, x, y) => [Random.Shared.NextDouble(), 0]));
        Says("Your field was not defined; mend its cell first.", () => VectorField.Of(null, 2));
        Says("A field needs at least one dimension, not -1.", () => VectorField.Of(w => w, -1));
        Says("Your x was not defined; mend its cell first.", () => VectorField.Of((w, b, x, y) => x, null, 0));
        Says("Your data were not defined; mend their cell first.", () => VectorField.Of((w, b, x, y) => x, (Dataset)null));
        Says("A point of this field has 2 numbers, one for each of w₁, w₂, not 0.", () => Field.At(null));
        Says("A point of this field has 2 numbers, one for each of w₁, w₂, not 1.", () => Field.At([1]));
        Says("A point of a field needs finite numbers, not NaN.", () => Field.Curl(0, double.NaN));
        Says("A walk needs at least two corners, for example F.Walk([0, 0], [1, 0], [0, 0]).", () => Field.Walk());
        Says("A walk needs at least two corners, for example F.Walk([0, 0], [1, 0], [0, 0]).", () => Field.Walk(null));
        Says("A walk needs at least two corners, for example F.Walk([0, 0], [1, 0], [0, 0]).", () => Field.Walk([0, 0]));
        Says("A point of this field has 2 numbers, one for each of w₁, w₂, not 1.", () => Field.Walk([0, 0], [1]));
        Says("A square needs two different parameters from 0 to 1, not 0 and 0.", () => Field.Square([0, 0], 0, 0));
        Says("A square needs two different parameters from 0 to 1, not 0 and 5.", () => Field.Square([0, 0], 0, 5));
        Says("A square needs two different parameters from 0 to 1, not 0 and -1.", () => Field.Square([0, 0], 0, -1));
        Says("A point of this field has 2 numbers, one for each of w₁, w₂, not 0.", () => Field.Square(null));
        Says("The side is 0, and so is a walk round it; take a length such as 1.", () => Field.Square([0, 0], side: 0));
        Says("A point of a field needs finite numbers, not NaN.", () => Field.Square([0, 0], side: double.NaN));
        Says("Your update was not defined; mend its cell first.",
            () => UpdateCheck.Run((Func<double[], double, double[], double, double[]>)null, Plain));
        Says("Your rule was not defined; mend its cell first.", () => UpdateCheck.Run((UpdateRule)null, Plain));
        Says("There are no data; hand in some, for example Dataset.Of([[1, -2]], [0]).",
            () => UpdateCheck.Run((w, b, x, y) => x, null));
        Says("Your update gave 3 numbers for 1 input; it must give 1, one … GradientField.Test(yourUpdate, x: [1], y: 0).",
            () => UpdateCheck.Run((w, b, x, y) => [1, 2, 3], Plain));
        Says("Your update gave nothing (null) at w = (0), b = 0, x = (1), y = 0.",
            () => UpdateCheck.Run((w, b, x, y) => null, Plain));
        Says("Your update stopped at w = (0), b = 0, x = (1), y = 0: no chalk",
            () => UpdateCheck.Run((w, b, x, y) => throw new Exception("no chalk"), Plain));
        Says("Your function was not defined; mend its cell first.", () => StepStudy.Of((Func<double, double>)null, 1, 1));
        Says("The slope is 0, and a relative error of that does not exist; take another point.", () => StepStudy.Of(Sin, 1, 0));
        Says("The place is NaN; it must be a finite number.", () => StepStudy.Of(Sin, double.NaN, 1));
        Says("The slope is NaN, and a relative error of that does not exist; take another point.",
            () => StepStudy.Of(Sin, 1, double.NaN));
        Says("Your neuron was not defined; mend its cell first.", () => StepStudy.Of(null, Cost.Quadratic, [1], 0));
        Says("Your cost was not defined; mend its cell first.", () => StepStudy.Of(One, null, [1], 0));
        Says("Your x was not defined; mend its cell first.", () => StepStudy.Of(One, Cost.Quadratic, null, 0));
        Says("The first input is 0, so the first weight changes nothing; take an example whose first input is not 0.",
            () => StepStudy.Of(One, Cost.Quadratic, [0], 0));
    }

    [Fact]
    public void Charts_and_live_figures()
    {
        Says("There is no run to draw: Draw.Runs(Training.Run(neuron, cost, data)).", () => Draw.Runs());
        Says("Run 1 was not made; mend its cell first.", () => Draw.Runs((TrainingRun)null));
        Says("There is no run to draw: Draw.Runs(Training.Run(neuron, cost, data)).",
            () => Draw.Runs((IReadOnlyList<TrainingRun>)null));
        Says("Run 1 was not made; mend its cell first.", () => Draw.Runs((LayerRun)null));
        Says("Your activation was not defined; mend its cell first.", () => Draw.Activation());
        Says("Your activation was not defined; mend its cell first.", () => Draw.Activation(null, Activation.Sigmoid));
        Says("Your cost was not defined; mend its cell first.", () => Draw.Cost(null));
        Says("The cost \"nowhere\" has no value at any output a of the sigmoid for y = 0 or y = 1, so there is nothing to draw.",
            () => Draw.Cost(Cost.Define("nowhere", (a, y) => Log(a - 2))));
        Says("There is no report to draw: Draw.CostCheck(CostCheck.Run(cost, Activation.Sigmoid)).", () => Draw.CostCheck(null));
        Says("There is no report to draw: Draw.Gradient(GradientCheck.Run(neuron, cost, x, y)).", () => Draw.Gradient(null));
        Says("There is no study to draw: Draw.Steps(StepStudy.Of(neuron, cost, x, y)).", () => Draw.Steps(null));
        Says("There is no report to draw: Draw.Field(GradientField.Test(yourUpdate)).", () => Draw.Field((FieldReport)null));
        Says("Your field was not defined; mend its cell first.", () => Draw.Field((VectorField)null));
        Says("The radius is 0; it must be above 0.", () => Draw.Field(Field, radius: 0));
        Says("There is no run to draw; mend its cell first.", () => Draw.Boundary());
        Says("There is no run to draw; mend its cell first.", () => Draw.Boundary((TrainingRun)null));
        Says("A boundary is drawn for two inputs and two classes; data: 1 example of 1 input does not fit. Take two: data.Features(\"…\", \"…\").", () => Draw.Boundary(Run(Cost.Quadratic, Plain)));
        Says("There is no run to draw: Draw.Paths([run1, run2]).", () => Draw.Paths(null));
        Says("There is no run to draw: Draw.Paths([run1, run2]).", () => Draw.Paths([]));
        Says("There is nothing to draw: Draw.Exponents(UnitChange.Measure(rule, cost)).", () => Draw.Exponents());
        Says("There is nothing to draw: Draw.Exponents(UnitChange.Measure(rule, cost)).",
            () => Draw.Exponents((UnitChangeReport)null));
        Says("There is no curve to draw: Draw.Lines(\"title\", \"x\", \"y\", (\"name\", xs, ys)).",
            () => Draw.Lines("t", "x", "y"));
        Says("The curve \"f\" has x of length 0, but y of length 1; they must be the same.",
            () => Draw.Lines("t", "x", "y", ("f", null, [1])));
        Says("The curve \"f\" has x of length 2, but y of length 1; they must be the same.",
            () => Draw.Lines("t", "x", "y", ("f", [1, 2], [1])));
        Says("There is no matrix to draw: Draw.Matrix(\"title\", [[1, 2], [3, 4]]).", () => Draw.Matrix("t", null));
        Says("There is no matrix to draw: Draw.Matrix(\"title\", [[1, 2], [3, 4]]).", () => Draw.Matrix("t", []));
        Says("Row 2 has length 1, but row 1 has length 2; all rows need the same.", () => Draw.Matrix("t", [[1, 2], [1]]));
        Says("There is no group of points to draw: Draw.Scatter(\"title\", \"x\", \"y\", [(\"name\", xs, ys)]).",
            () => Draw.Scatter("t", "x", "y", []));
        Says("There is no group of points to draw: Draw.Scatter(\"title\", \"x\", \"y\", [(\"name\", xs, ys)]).",
            () => Draw.Scatter("t", "x", "y", null));
        Says("\"p\" has x of length 2, but y of length 1; they must be the same.",
            () => Draw.Scatter("t", "x", "y", [("p", [1, 2], [1])]));
        Says("There is no picture to draw: Draw.Pictures(\"title\", (\"name\", pixels)).", () => Draw.Pictures("t"));
        Says("The picture \"one\" has 3 pixels; they make a square only if there are 64 (8 × 8), for example.",
            () => Draw.Pictures("t", ("one", [1, 2, 3])));
        Says("The picture \"one\" has 0 pixels; they make a square only if there are 64 (8 × 8), for example.",
            () => Draw.Pictures("t", ("one", null)));
        Says("Your cost was not defined; mend its cell first.", () => Explore.Neuron(null));
        Says("Your cost was not defined; mend its cell first.", () => Explore.Direction(null));
        Says("Your cost was not defined; mend its cell first.", () => Explore.Units(null));
        Says("Your field was not defined; mend its cell first.", () => Explore.Walk((VectorField)null));
        Says("Your update gave nothing (null) at w = (0, 0), b = 0, x = (1, -2), y = 0.",
            () => Explore.Walk((w, b, x, y) => null));
        Says("The rule \"gradient on v, w = 3\" cannot start at weight 1 = … Start it somewhere else, for example at 0.5.",
            () => Rule(UpdateRule.Gradient.Reparametrised(v => 3)));
        Says("The rule \"gradient on v, w = Sin(v)\" cannot start at weight … Start it somewhere else, for example at 0.5.",
            () => Rule(UpdateRule.Gradient.Reparametrised(v => Sin(v)), 2));
        Says("Log(1 - a): the argument 1 - a is 0 at a = 1, y = 0, but a … output of the softmax, or use another activation.",
            () => Far.Cost(Cost.CrossEntropy, [1], [1, 0]));
        Says("Log(1 - a): the argument 1 - a is 0 at a = 1, y = 0, but a … output of the softmax, or use another activation.",
            () => Far.Gradient(Cost.CrossEntropy, [1], [1, 0]));
        Says("Division by 0: a is 0 at a = 0, y = 1. Change the cost … output of the softmax, or use another activation.",
            () => Far.Cost(Cost.Define("reciprocal", (a, y) => y/a), [1], [1, 0]));
        Says("The weighted input is Infinity: the weights or inputs are too large for a double.",
            () => Confusion.Of(new Neuron([1e308], 0, Activation.Sigmoid),
            Dataset.Load("iris").Only("setosa","virginica").Features("petal_length_cm")));
        Says("Ended after 0 of 300 epochs. Division by 0: a*(1 - a) is 0 … activation. (Row 1 of the data, after 1 update.)",
            () => Training.Run(new([2], 2, Activation.Sigmoid), Cost.Define("reciprocal", (a, y) => Pow(a - y, 2)/(a*(1 - a))),
            Plain, new() { LearningRate = 100 }).Ended);
        Says("Ended after 38 of 300 epochs. The weights grew past what a … Try LearningRate = 10, or standardise the data.",
            () => Training.Run(new([2], 2, Activation.Identity), Cost.Quadratic, Dataset.Of([[10]], [0]),
            new() { LearningRate = 100 }).Ended);
        Says("Ended after 38 of 300 epochs. The weights grew past what a … of smaller rates, or standardise the data.",
            () => Training.Run(new([2], 2, Activation.Identity), Cost.Quadratic, Dataset.Of([[10]], [0]),
            new() { Schedule = k => 100 }).Ended);
        Says("nowhere with sigmoid",
            () => CostCheck.Run(Cost.Define("nowhere", (a, y) => Log(a - 2)), Activation.Sigmoid).ToString());
        Says("δ = a*(1 - a)/(a - 2). δ keeps the factor σ′(z) = a*(1 - … output of the sigmoid, or use another activation.",
            () => Derivation.Of(Cost.Define("nowhere", (a, y) => Log(a - 2)), Activation.Sigmoid).ToString());
        Says("Inconclusive: Log(a - 2): the argument a - 2 is -1.18243 at … output of the sigmoid, or use another activation.",
            () => GradientCheck.Run(One, Cost.Define("nowhere", (a, y) => Log(a - 2)), [1], 0).ToString());
        Says("Fail: The gradient says NaN for w₁, which is not a number a neuron can step by.",
            () => GradientCheck.Run(One, Cost.Quadratic, [1], 0, (a, y, z, x) => [double.NaN]).ToString());
        Says("Inconclusive: Your gradient stopped with an error: no chalk",
            () => GradientCheck.Run(One, Cost.Quadratic, [1], 0, (a, y, z, x) => throw new Exception("no chalk")).ToString());
        Says("Inconclusive: Your gradient stopped with an error: Index was outside the bounds of the array.",
            () => GradientCheck.Run(One, Cost.Quadratic, [1], 0, (a, y, z, x) => [x[3]]).ToString());
        Says("Inconclusive: The function is NaN at the point, so it has no slope there.",
            () => GradientCheck.Run(w => double.NaN, w => w, [1]).ToString());
        Says("Inconclusive: No slope could be measured along w₁: the function jumps here, or is too steep to measure.",
            () => GradientCheck.Run(w => Floor(w[0]), w => [0], [1]).ToString());
        Says("Your update is NaN in w₁ at w = (-0.801). Test it where it … around: [the middle] and radius: how far to go.",
            () => UpdateCheck.Run((w, b, x, y) => [double.NaN], Plain).ToString());
        Says("Your update is NaN in w₁ at w = (-1.301, 0.7428). Test it … around: [the middle] and radius: how far to go.",
            () => GradientField.Test((w, b, x, y) => [double.NaN, 1]));
        Says("Not tried yet: write your δ as (a, y) => …", () => Attempt.Delta(Cost.Quadratic, Activation.Sigmoid).ToString());
        Says("Not tried yet: write 2 numbers in [ ] in place of null.", () => Attempt.Numbers([1, 2]).ToString());
        Says("Not right: 2 numbers must stand here, and yours has 0.", () => Attempt.Numbers([1, 2], []).ToString());
        Says("Not right: number 1 is not a number.", () => Attempt.Numbers([1, 2], [double.NaN, 2]).ToString());
        Says("Not right: number 2 is too large.",
            () => Attempt.Gradient(One.Gradient(Cost.Quadratic, [1], 0), [0.122, double.PositiveInfinity]).ToString());
        Says("Not tried yet: write yours in place of null.", () => Attempt.Find<Cost>(null, cost => []).ToString());
        Says("Infinity is infinite, and a formula needs finite numbers. Use a number such as 1.5.",
            () => Cost.Define("huge", (a, y) => 1e308*10*a));
        Says("NaN is not a number (NaN), and a formula needs finite numbers. Use a number such as 1.5.",
            () => Cost.Define("m", (a, y) => Pow(a, double.NaN)));
    }
    /// <summary>The sentence is that of an exception of ours, or what a run, a check or a derivation says of itself.</summary>
    private void Says(string expected, Func<object> wrong)
    {
        string sentence;
        try { sentence = wrong() is string said ? said.Split('\n')[0] : "Nothing was said."; }
        catch (Exception e)
        {
            sentence = e.Message;
            if (e is not (FormulaException or TrainingException or CheckFailedException)
                && e.GetType() != typeof(ArgumentException)
                && e.GetType() != typeof(ArgumentOutOfRangeException)) problems.Add($"{e.GetType().Name}: {sentence}");
        }
        var pattern = $"^{Regex.Escape(expected).Replace("…", ".*")}$";
        if (!Regex.IsMatch(sentence, pattern)) problems.Add($"expected: {expected}\n     but: {sentence}");
        if (DotNetsOwn().IsMatch(sentence)) problems.Add($"These are the words of .NET: {sentence}");
    }

    private void Says(string expected, Action wrong) => Says(expected, () => { wrong(); return null; });

    [GeneratedRegex(@"^(Object reference|Value cannot|Sequence contains|Index was|Specified arg|Array dimensions|Exception of)|\(Parameter|\(Actual|\n")]
    private static partial Regex DotNetsOwn();

    public void Dispose() => Assert.True(problems.Count == 0, string.Join("\n", problems));
}
