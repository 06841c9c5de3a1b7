namespace NotebookLib;

/// <summary>The mistakes in a line of a derivation that <see cref="Attempt"/> can name.</summary>
public enum LineMistake
{
    /// <summary>There is none, or the line is not tried yet.</summary>
    None,
    /// <summary>The sign is turned round.</summary>
    Sign,
    /// <summary>A constant factor is lost or kept, such as the 2 of a square.</summary>
    Factor,
    /// <summary>Differentiated by the target y in place of the output a.</summary>
    ByTarget,
    /// <summary>Chain rule: the derivative of what stands inside was not multiplied.</summary>
    InnerFactor,
    /// <summary>Product rule: one of its terms is missing.</summary>
    ProductTerm,
    /// <summary>Power rule: the exponent was not lowered by 1.</summary>
    Exponent,
    /// <summary>The factor f′(z) is missing.</summary>
    MissingSlope,
    /// <summary>There is one f′(z) too many.</summary>
    ExtraSlope,
    /// <summary>The input x is missing.</summary>
    MissingInput,
    /// <summary>The sign of the input stands where the input belongs.</summary>
    SignOfInput,
    /// <summary>There is one x too many.</summary>
    ExtraInput,
    /// <summary>The right numbers in another order.</summary>
    Order,
    /// <summary>One that the exercise itself names.</summary>
    Named,
    /// <summary>Wrong, and none of these explanations fits.</summary>
    Unknown,
}

/// <summary>What is said of the mistakes that a line and numbers found by hand have in common.</summary>
internal static class Said
{
    public const string Sign = "The sign is turned round", Twice = "A factor 2 too much", Half = "A factor 2 is missing",
        MissingInput = "The input x_j is missing: ∂z/∂w_j = x_j", ExtraInput = "There is one input x_j too many",
        SignOfInput = "The sign of the input x_j stands where the input itself belongs: ∂z/∂w_j = x_j";
}
