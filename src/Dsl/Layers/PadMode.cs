namespace Adjoint;

/// <summary>What continues an axis beyond its ends.</summary>
public enum PadMode
{
    /// <summary>The places next to the end in reverse order, without the end itself: <c>c b | a b c | b a</c>.</summary>
    Reflect = 0,

    /// <summary>The end again and again: <c>a a | a b c | c c</c>.</summary>
    Replicate = 1,

    /// <summary>The places from the other end, as on a circle: <c>b c | a b c | a b</c>.</summary>
    Circular = 2,
}
