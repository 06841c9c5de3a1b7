using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace NotebookLib.Benchmarks;

/// <summary>
/// Online logistic regression as ML.NET does it, on one thread and without a penalty, in single precision. It has no call for one
/// gradient, nor for gradient descent on a whole data set: only this work is the same.
/// </summary>
internal static class MlNetPeer
{
    private sealed class Row
    {
        public bool Label { get; set; }
        public float[] Features { get; set; } = [];
    }

    public static Func<double> OnlineEpochs(Examples e, int epochs)
    {
        var ml = new MLContext(seed: 1);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, e.Inputs);
        var rows = Enumerable.Range(0, e.Count).Select(i => new Row
        {
            Label = e.Labels[i] == 1,
            Features = [.. e.X.AsSpan(i * e.Inputs, e.Inputs).ToArray().Select(x => (float)x)],
        });
        var data = ml.Data.Cache(ml.Data.LoadFromEnumerable(rows, schema));
        var trainer = ml.BinaryClassification.Trainers.SgdNonCalibrated(new SgdNonCalibratedTrainer.Options
        {
            LossFunction = new LogLoss(), NumberOfIterations = epochs, NumberOfThreads = 1, LearningRate = 0.01,
            L2Regularization = 0, ConvergenceTolerance = 1e-30, Shuffle = true,
        });
        return () => { trainer.Fit(data); return double.NaN; };
    }
}
