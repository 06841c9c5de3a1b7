namespace NotebookLib;

/// <summary>The mistakes in a gradient that can be told from the ratio of the claimed to the measured slope.</summary>
public enum Mistake
{
    /// <summary>The gradient is right.</summary>
    None,
    /// <summary>The factor f′(z) is missing: the ratio is 1/f′(z). ∂C/∂a was handed in where ∂C/∂z belongs.</summary>
    MissingSlope,
    /// <summary>One f′(z) too many: the ratio is f′(z), as of the quadratic cost's formula with the cross-entropy.</summary>
    ExtraSlope,
    /// <summary>The sign is turned round: the ratio is −1.</summary>
    Sign,
    /// <summary>A factor 2 was lost or kept: the ratio is 2 or ½, as when the ½ of (y − a)²/2 is forgotten.</summary>
    Half,
    /// <summary>The input x_j is missing: the ratio is 1/x_j. The bias, whose input is 1, agrees.</summary>
    MissingInput,
    /// <summary>The sign of x_j stands in place of x_j: the ratio is 1/|x_j|. The bias agrees.</summary>
    SignOfInput,
    /// <summary>There is one x_j too many: the ratio is x_j.</summary>
    ExtraInput,
    /// <summary>Sum and mean are confused: the ratio is the number N of examples, or 1/N.</summary>
    SumForMean,
    /// <summary>Some coordinates are wrong and the others right, or coordinates are in each other's place.</summary>
    Coordinate,
    /// <summary>Two or more of these explanations fit; the sentence names them.</summary>
    Ambiguous,
    /// <summary>Wrong, and none of these explanations fits.</summary>
    Unknown,
}
