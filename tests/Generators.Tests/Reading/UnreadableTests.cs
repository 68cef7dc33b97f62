namespace Adjoint.Generators.Tests.Reading;

/// <summary>What the language does not have is reported where it stands, once, with what to write instead.</summary>
public sealed class UnreadableTests
{
    [Theory]
    [InlineData("{ try { return x; } finally { } }", "try", "'try'", "leave it out, a program throws nothing")]
    [InlineData("{ if (x == null) throw new Exception(); return x; }", "throw", "'throw'", "leave it out, a program throws nothing")]
    [InlineData("=> throw new Exception();", "throw new Exception()", "'throw'", "leave it out, a program throws nothing")]
    [InlineData("{ lock (x) { } return x; }", "lock", "'lock'", "leave it out, expressions are immutable")]
    [InlineData("{ using var s = new System.IO.MemoryStream(); return x; }", "using", "'using'", "leave it out, expressions hold nothing to dispose")]
    [InlineData("{ do { x = -x; } while (false); return x; }", "do", "'do'", "write 'while' or 'for'")]
    [InlineData("{ goto End; End: return x; }", "goto", "'goto'", "write a loop or a condition", "End")]
    [InlineData("{ switch (1) { case 1: if (x != null) break; x = -x; break; } return x; }", "break", "'break' in the middle of a 'switch'", "let the rest of the section depend on a condition")]
    [InlineData("=> 1 switch { 2 => x, 3 => x };", "1 switch { 2 => x, 3 => x }", "a 'switch' that leaves out cases", "end it with '_ => …'")]
    [InlineData("{ foreach (float k in new[] { 1 }) x *= k; return x; }", "float", "a conversion of the variable of 'foreach'", "write 'var' and convert it where it is used")]
    [InlineData("{ ref Expr y = ref x; return y; }", "y = ref x", "a 'ref' variable", "copy the value", "y")]
    [InlineData("{ Expr[] a = new Expr[3]; return a[0]; }", "new Expr[3]", "an array without its values", "give it all of its values where it is made, as in '[a, b]'")]
    [InlineData("{ Expr[] a = [x]; a[0] = x; return a[0]; }", "a[0]", "an assignment to an element of an array", "give the array all of its values where it is made")]
    [InlineData("{ Expr[] a = [x]; Expr[] b = [.. a, x]; return b[0]; }", ".. a", "'..' in a collection", "name the elements one by one")]
    [InlineData("{ Expr[] a = [x]; return a[1..][0]; }", "a[1..]", "a range or index of this type", "write 'items[i]' or 'items[^i]' with a whole number")]
    [InlineData("{ var a = new[,] { { x } }; return a[0, 0]; }", "new[,] { { x } }", "an array of several dimensions", "use an array of arrays", "a[0, 0]")]
    [InlineData("{ var a = new { X = x }; return a.X; }", "new { X = x }", "an anonymous object", "use a tuple", "a.X")]
    [InlineData("{ var s = x.Shape; return x; }", "x.Shape", "the property 'Shape' of an expression", "name sizes in the [Shape] of the parameter")]
    [InlineData("{ decimal d = 1; d += d; return x; }", "d += d", "this assignment to a value of this type", "use 'int', 'long', 'float', 'double', 'bool' or 'string'")]
    [InlineData("{ int i = 1; byte b = (byte)i; return x; }", "(byte)i", "a conversion to 'Byte'", "use 'int', 'long', 'float' or 'double'")]
    [InlineData("{ Expr y = x; return x == y ? x : -x; }", "x == y", "this operator on these values", "compare whole or real numbers, texts, enumerations or truth values")]
    [InlineData("=> (x, x) == (x, x) ? x : -x;", "(x, x) == (x, x)", "a comparison of tuples", "compare their elements")]
    [InlineData("=> x is Expr ? x : -x;", "x is Expr", "a test of types", "let the call decide, with an overload or an argument")]
    [InlineData("=> (x, 1) is (_, 1) ? x : -x;", "(_, 1)", "a pattern with parts", "compare the parts one by one")]
    [InlineData("=> x?.Mean() ?? x;", "x?.Mean()", "'?.'", "compare with 'null' first")]
    [InlineData("{ object o = typeof(Expr); return x; }", "typeof(Expr)", "a test of types", "let the call decide, with an overload or an argument")]
    [InlineData("{ var i = new Inner(null!, x); return x; }", "new Inner(null!, x)", "the creation of a model", "declare it as a part, as in 'Inner Part' or '[Use<Inner>] Layer Part'")]
    [InlineData("{ var b = new System.Text.StringBuilder(); return x; }", "new System.Text.StringBuilder()", "the creation of 'StringBuilder'", "use a tuple, or a positional record of this project")]
    [InlineData("=> F(this, x); static Expr F(Net net, Expr x) => x;", "this", "'this' as a value", "name the part that is meant")]
    [InlineData("{ Kernel2 = x; return x; } Expr Kernel2 { get; set; } = null!;", "Kernel2", "an assignment to a property", "make a changed copy with 'with'")]
    [InlineData("=> x * Factor; float Factor { get; } = 3;", "Factor", "the property 'Factor', which the compiler does not know the value of", "make it a constant, or a property with a body")]
    [InlineData("=> x * _factor; static float _factor = 3;", "_factor", "the field '_factor', which the compiler does not know the value of", "make it 'const', or 'static readonly' with a value")]
    [InlineData("=> x * _factor; readonly float _factor = 3;", "_factor", "the field '_factor'", "use a part, a positional member or a constant")]
    [InlineData("{ F(out var y); return y; void F(out Expr y) { y = x; } }", "y", "a 'ref' or 'out' parameter", "return a tuple instead")]
    [InlineData("{ Func<System.Threading.Tasks.Task> f = async () => { }; return x; }", "async () => { }", "an 'async' function", "leave out 'async'")]
    [InlineData("{ int i = 3; return Tap(x, $\"{i:x}\"); }", "{i:x}", "a format in a text", "leave out the format")]
    [InlineData("{ var q = from y in new[] { x } select y; return x; }", "from y in new[] { x } select y", "a query", "write 'foreach' over an array")]
    [InlineData("{ ((Expr a, Expr b), Expr c) = ((x, x), x); (a, Kernel2) = (x, x); return a; } Expr Kernel2 { get; set; } = null!;", "Kernel2", "an assignment to a property", "make a changed copy with 'with'")]
    [InlineData("{ Func<Expr, Expr> f = y => y; for (int i = 0; i < 3; i++) { var g = f; f = y => g(y) + x; } return f(x); }", "y => g(y) + x",
        "a function that outlives the round of the loop whose variables it uses", "declare these variables before the loop, or call it in the loop")]
    [InlineData("{ Func<Expr, Expr> f = y => y; foreach (int i in new[] { 1 }) f = y => y + i; return f(x); }", "y => y + i",
        "a function that outlives the round of the loop whose variables it uses", "declare these variables before the loop, or call it in the loop")]
    [InlineData("=> new Shape3(x).Area(); abstract record S { public abstract Expr Area(); } record Shape3(Expr X) : S { public override Expr Area() => X; }", "new Shape3(x)", "the creation of 'Shape3'", "use a tuple, or a positional record of this project", "X")]
    [InlineData("=> Unmanaged(x); static extern Expr Unmanaged(Expr x);", "Unmanaged", "the 'extern' method 'Unmanaged'", "write it in C#")]
    public void Construct_IsReportedWhereItStands(string body, string span, string construct, string instead, string? alsoAt = null)
    {
        IReadOnlyList<string> reported = Readings.Reported(Readings.Net($"public Expr Forward([Shape(\"4\")] Expr x) {body}"));
        string expected = $"ADJ0023 [{span}] This version can't compile {construct} in 'Forward'; {instead}";
        Assert.Contains(expected, reported);
        Assert.All(reported.Where(line => line != expected), line =>
        {
            Assert.NotNull(alsoAt);
            Assert.StartsWith($"ADJ0023 [{alsoAt}", line, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("{ Console.WriteLine(x); return x; }", "WriteLine")]
    [InlineData("=> Tap(x, x.ToString());", "ToString")]
    [InlineData("=> x * Random.Shared.NextSingle();", "NextSingle")]
    [InlineData("=> x * Environment.ProcessorCount;", "ProcessorCount")]
    public void CompiledCode_IsReportedAtItsName(string body, string name) => Assert.Equal(
        [$"ADJ0024 [{name}] '{name}' is compiled code, so its body can't be read; call the functions of 'Expr' and 'Ops', or write the method in this project"],
        Readings.Reported(Readings.Net($"public Expr Forward([Shape(\"4\")] Expr x) {body}")));

    [Fact]
    public void Linq_IsReportedWithALoopInItsPlace() => Assert.Equal(
        ["ADJ0024 [ToArray] 'ToArray' is compiled code, so its body can't be read; write a 'for' or 'foreach' loop, which is carried out while the model is compiled"],
        Readings.Reported(Readings.Net("public Expr Forward([Shape(\"4\")] Expr x) => new[] { x }.ToArray()[0];")));

    [Fact]
    public void MistakeInACalledMethod_IsReportedThereAndOnceForAllModels() => Assert.Equal(
        ["ADJ0023 [try] This version can't compile 'try' in 'F'; leave it out, a program throws nothing"],
        Readings.Reported(
            Readings.Net("public Expr Forward([Shape(\"4\")] Expr x) => Other.F(x);",
                "static class Other { public static Expr F(Expr x) { try { return x; } finally { } } } "
                + "[Model] public partial record Second([Relu] Layer A) { public Expr Forward([Shape(\"4\")] Expr x) => Other.F(x); }")));

    [Theory]
    [InlineData("{ return y; }")]
    [InlineData("{ return x + ; }")]
    [InlineData("{ Expr y; return y; }")]
    [InlineData("{ }")]
    [InlineData("{ return Softmax(); }")]
    [InlineData("{ x.Wrong(); return x; }")]
    [InlineData("{ for (int i = 0; i < ; i++) { } return x; }")]
    [InlineData(";")]
    public void WhatCSharpReports_IsNotReportedAgain(string body) =>
        Assert.Empty(Readings.Reported(Readings.Net($"public Expr Forward([Shape(\"4\")] Expr x) {body}")));

    [Fact]
    public void DeepNesting_IsReportedRatherThanOverflowing()
    {
        string sum = string.Join(" + ", Enumerable.Repeat("x", 3000));
        Assert.Contains(
            Readings.Reported(Readings.Net($"public Expr Forward([Shape(\"4\")] Expr x) => {sum};")),
            static line => line.EndsWith("This version can't compile code nested this deep in 'Forward'; take it apart with variables", StringComparison.Ordinal));
    }

    [Fact]
    public void EndlessTypeArguments_AreReported() => Assert.Contains(
        Readings.Reported(Readings.Net("public Expr Forward([Shape(\"4\")] Expr x) => F<int>(x); static Expr F<T>(Expr x) => F<(T, T)>(x);")),
        static line => line.Contains("'F' with type arguments nested this deep", StringComparison.Ordinal));
}
