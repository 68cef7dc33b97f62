namespace Adjoint.Generators.Tests.Reading;

/// <summary>What each construct of C# is read as.</summary>
public sealed class CodeTests
{
    [Theory]
    [InlineData("=> x;", "x")]
    [InlineData("{ return x; }", "{ return x; }")]
    [InlineData("{ var h = x; return h; }", "{ h = x; return h; }")]
    [InlineData("{ Expr a = x, b = a; return b; }", "{ a = x; b = a; return b; }")]
    [InlineData("{ Expr a; a = x; return a; }", "{ a = null; a = x; return a; }")]
    [InlineData("{ ; { return x; } }", "{ { return x; } }")]
    [InlineData("{ const int K = 3; return Softmax(x, K); }", "{ return Softmax(x, 3, 1f); }")]
    [InlineData("{ _ = x + x; return x; }", "{ Add(x, x); return x; }")]
    [InlineData("{ x += x; x -= x; x *= x; x /= x; return x; }", "{ x = Add(x, x); x = Subtract(x, x); x = Multiply(x, x); x = Divide(x, x); return x; }")]
    [InlineData("{ int i = 1; i += 2; i++; --i; return Softmax(x, i); }", "{ i = 1; i = (i + 2); i = (i + 1); i = (i - 1); return Softmax(x, i, 1f); }")]
    [InlineData("{ int i = 1; return Softmax(x, i++ + ++i); }", "{ i = 1; return Softmax(x, ((i = (i + 1) - 1) + i = (i + 1)), 1f); }")]
    [InlineData("{ Expr a, b; a = b = x; return a; }", "{ a = null; b = null; a = b = x; return a; }")]
    [InlineData("{ Expr? a = null; a ??= x; return a; }", "{ a = null; a = ((a != null) ? a : x); return a; }")]
    public void Variables(string source, string read) => Assert.Equal(read, Readings.Forward(source));

    [Theory]
    [InlineData("{ for (int i = 0; i < 3; i++) { x = x + x; } return x; }", "{ for (i = 0; (i < 3); i = (i + 1)) { x = Add(x, x); } return x; }")]
    [InlineData("{ for (int i = 0, j = 9; i < j; i++, j--) x = x.Relu(); return x; }", "{ for ({ i = 0; j = 9; }; (i < j); { i = (i + 1); j = (j - 1); }) { x = Relu(x); } return x; }")]
    [InlineData("{ for (;;) { break; } return x; }", "{ for (; true; ) { break; } return x; }")]
    [InlineData("{ int n = 4; while (n > 1) { n /= 2; if (n == 2) continue; x = -x; } return x; }", "{ n = 4; for (; (n > 1); ) { n = (n / 2); if ((n == 2)) { continue; } x = Negate(x); } return x; }")]
    [InlineData("{ foreach (int k in new[] { 1, 2 }) x = Softmax(x, k); return x; }", "{ foreach (k in [1, 2]) { x = Softmax(x, k, 1f); } return x; }")]
    [InlineData("{ foreach (var (k, s) in new[] { (1, 2f) }) x = Softmax(x, k, s); return x; }", "{ foreach (item in [[1, 2f]]) { (k, s) = item; { x = Softmax(x, k, s); } } return x; }")]
    [InlineData("{ if (true) x = -x; else if (false) { } else return x; return x; }", "{ if (true) { x = Negate(x); } else { if (false) { } else { return x; } } return x; }")]
    public void LoopsAndConditions(string source, string read) => Assert.Equal(read, Readings.Forward(source));

    [Theory]
    [InlineData("=> N > 2 ? x : -x;", "((Net.N.get() > 2) ? x : Negate(x))")]
    [InlineData("=> N switch { 1 => x, 2 or 3 => -x, > 4 and < 9 => x + x, _ => x * x };",
        "((value = Net.N.get() == 1) ? x : (((value == 2) || (value == 3)) ? Negate(x) : (((value > 4) && (value < 9)) ? Add(x, x) : Multiply(x, x))))")]
    [InlineData("=> (N > 1) switch { true => x, false => -x };", "((value = (Net.N.get() > 1) == true) ? x : Negate(x))")]
    [InlineData("{ int n = N; switch (n) { case 1: case 2: x = -x; break; case 3 when n > 0: return x; default: { x = x + x; break; } } return x; }",
        "{ n = Net.N.get(); if (((n == 1) || (n == 2))) { x = Negate(x); } else if (((n == 3) && (n > 0))) { return x; } else { x = Add(x, x); } return x; }")]
    [InlineData("=> N is 1 or 2 ? x : -x;", "(((value = Net.N.get() == 1) || (value == 2)) ? x : Negate(x))")]
    [InlineData("=> N is not 3 ? x : -x;", "(!(value = Net.N.get() == 3) ? x : Negate(x))")]
    [InlineData("{ Expr? y = null; return y is null ? x : y; }", "{ y = null; return ((y == null) ? x : y); }")]
    [InlineData("{ Expr? y = null; return y ?? x; }", "{ y = null; return ((y != null) ? y : x); }")]
    [InlineData("{ Expr? y = null; return y is { } z ? z : x; }", "{ y = null; return ((z = y != null) ? z : x); }")]
    [InlineData("{ int? k = null; return k.HasValue ? Softmax(x, k.Value) : Softmax(x, k ?? 2); }", "{ k = null; return ((k != null) ? Softmax(x, k, 1f) : Softmax(x, ((k != null) ? k : 2), 1f)); }")]
    public void Choices(string source, string read) =>
        Assert.Equal(read, Readings.Body(Readings.Read(Readings.Net($"static int N => 3; public Expr Forward([Shape(\"4\")] Expr x) {source}"))));

    [Theory]
    [InlineData("=> x + 2;", "Add(x, 2f)")]
    [InlineData("=> 0.1f * x - x / 3;", "Subtract(Multiply(0.1f, x), Divide(x, 3f))")]
    [InlineData("=> +x > 0;", "Greater(x, 0f)")]
    [InlineData("=> x < -1.5f;", "Less(x, -1.5f)")]
    [InlineData("{ float k = 2; int n = 3; return x * (k * n); }", "{ k = 2f; n = 3; return Multiply(x, (k * float(n))); }")]
    [InlineData("{ int n = 7; return Softmax(x, (int)(n / 2f)); }", "{ n = 7; return Softmax(x, int((float(n) / 2f)), 1f); }")]
    [InlineData("{ int n = 7; long m = n % 4; return Softmax(x, (int)m << 1); }", "{ n = 7; m = (n % 4); return Softmax(x, (m << 1), 1f); }")]
    [InlineData("{ bool b = !true; int n = 1; b |= n != 2 && n <= 3 || n >= 1; return b ? x : -x; }", "{ b = false; n = 1; b = (b | (((n != 2) && (n <= 3)) || (n >= 1))); return (b ? x : Negate(x)); }")]
    [InlineData("=> x * MathF.Sqrt(64f) * (float)Math.Pow(2, 0.5) * float.Max(1f, 2f);", "Multiply(Multiply(Multiply(x, Math.Sqrt(64f)), Math.Pow(2f, 0.5f)), Math.Max(1f, 2f))")]
    [InlineData("{ int i = 3; return Tap(x, $\"h{i}\" + nameof(x)); }", "{ i = 3; return Tap(x, ((\"h\" + i) + \"x\")); }")]
    [InlineData("{ int i = 3; return Tap(x, $\"{i}{i}\"); }", "{ i = 3; return Tap(x, ((\"\" + i) + i)); }")]
    [InlineData("{ const string A = \"a\"; return Tap(x, $\"{A}b\"); }", "{ return Tap(x, \"ab\"); }")]
    [InlineData("{ var p = Padding.Valid; return Pad(x, p == Padding.Same ? p : Padding.Same); }", "{ p = 'Valid; return Pad(x, ((p == 'Same) ? p : 'Same)); }")]
    [InlineData("=> Softmax(x, (int)DayOfWeek.Friday, float.Epsilon);", "Softmax(x, 5, 1E-45f)")]
    [InlineData("=> Softmax(x, default, default);", "Softmax(x, 0, 0f)")]
    [InlineData("=> Softmax(x, -(1 + 2), 1f / 3);", "Softmax(x, -3, 0.33333334f)")]
    public void OperatorsAndConstants(string source, string read) => Assert.Equal(read, Readings.Forward(source));

    [Theory]
    [InlineData("=> x.Relu();", "Relu(x)")]
    [InlineData("=> Ops.Relu(x: x);", "Relu(x)")]
    [InlineData("=> Softmax(scale: 2, x: x);", "Softmax(x, -1, 2f)")]
    [InlineData("=> x.Mean(keep: true);", "Mean(x, -1, true)")]
    [InlineData("=> Concat(1, x, x);", "Concat(1, [x, x])")]
    [InlineData("=> Concat(1);", "Concat(1, [])")]
    [InlineData("=> Concat(1, [x]);", "Concat(1, [x])")]
    [InlineData("=> Join(x, x);", "Join([x, x])")]
    [InlineData("{ Mean.Becomes(x); return x; }", "{ Becomes(this.Mean, x); return x; }")]
    [InlineData("=> Scan(x, (h, t) => h + t).Last;", "Scan(x, (h, t) => Add(h, t))[1]")]
    [InlineData("=> Map(x, Ops.Relu);", "Map(x, (x2) => Relu(x2))")]
    [InlineData("=> Map(x, Attend.Invoke);", "Map(x, this.Attend)")]
    [InlineData("=> Map(x, new Func<Expr, Expr>(Attend));", "Map(x, this.Attend)")]
    [InlineData("=> Map(x, Twice);", "Map(x, (x2) => Net.Twice(x2))")]
    [InlineData("=> Map(x, Add); Expr Add(Expr y) => y + Kernel;", "Map(x, (y) => Net.Add(y))")]
    public void FunctionsOfTheLanguage(string source, string read) => Assert.Equal(read, Readings.Body(Readings.Read(Readings.Net(
        $"public Expr Forward([Shape(\"4\")] Expr x) {source} static Expr Twice(Expr x) => x + x;"))));

    [Theory]
    [InlineData("=> Attend(x);", "this.Attend(x)")]
    [InlineData("=> this.Attend.Invoke(x);", "this.Attend(x)")]
    [InlineData("=> x * Kernel;", "Multiply(x, this.Kernel)")]
    [InlineData("=> Decode.Forward(x, m: x);", "this.Decode->Inner.Forward(x, x)")]
    [InlineData("=> Decode.Norm(x) * Decode.Scale;", "Multiply(this.Decode.Norm(x), this.Decode.Scale)")]
    [InlineData("=> Decode.Half(Inner.Third(x));", "this.Decode->Inner.Half(Inner.Third(x))")]
    [InlineData("{ Layer l = Attend; var d = Decode; return l(d.Norm(x)); }", "{ l = this.Attend; d = this.Decode; return l(d.Norm(x)); }")]
    [InlineData("=> Run(Decode, x); static Expr Run(Inner inner, Expr x) => inner.Forward(x, inner.Norm(x));", "Net.Run(this.Decode, x)")]
    [InlineData("=> Own(x) + Static(x) + Optional(x); Expr Own(Expr x) => x; static Expr Static(Expr x) => x; Expr Optional(Expr x, int k = 3) => x;",
        "Add(Add(Net.Own(x), Net.Static(x)), Net.Optional(x, 3))")]
    public void PartsAndMethods(string source, string read) => Assert.Equal(read, Readings.Forward(source));

    [Theory]
    [InlineData("{ Expr F(Expr y) => y + x; return F(x); }", "{ F = (y) => Add(y, x); return F(x); }")]
    [InlineData("{ return F(x); Expr F(Expr y) { return y; } }", "{ F = (y) => { return y; }; return F(x); }")]
    [InlineData("{ Func<Expr, Expr> f = y => y * y; f = Attend.Invoke; return f(f(x)); }", "{ f = (y) => Multiply(y, y); f = this.Attend; return f(f(x)); }")]
    [InlineData("{ Func<Expr, Expr> f = delegate (Expr y) { return y; }; return f.Invoke(x); }", "{ f = (y) => { return y; }; return f(x); }")]
    [InlineData("{ Func<Expr, Func<Expr, Expr>> f = a => b => a + b; return f(x)(x); }", "{ f = (a) => (b) => Add(a, b); return f(x)(x); }")]
    [InlineData("{ { Expr a = x; x = a; } { Expr a = x; x = a; } return Map(x, a => a); }", "{ { a = x; x = a; } { a2 = x; x = a2; } return Map(x, (a3) => a3); }")]
    [InlineData("{ Func<Expr, Expr> g = F; return g(x); static Expr F(Expr y) => y; }", "{ F = (y) => y; g = F; return g(x); }")]
    [InlineData("{ Func<Expr, Expr> f = y => y; for (int i = 0; i < 2; i++) { int k = i; f = y => y + x; x = f(x); } return x; }",
        "{ f = (y) => y; for (i = 0; (i < 2); i = (i + 1)) { k = i; f = (y2) => Add(y2, x); x = f(x); } return x; }")]
    [InlineData("{ void F() { x = -x; } F(); return x; }", "{ F = () => { x = Negate(x); }; F(); return x; }")]
    public void LambdasAndLocalFunctions(string source, string read) => Assert.Equal(read, Readings.Forward(source));

    [Theory]
    [InlineData("{ var (a, b) = (x, -x); return a + b; }", "{ (a, b) = [x, Negate(x)]; return Add(a, b); }")]
    [InlineData("{ var (a, (b, _)) = (x, (x, x)); return a + b; }", "{ (a, item) = [x, [x, x]]; (b, _) = item; return Add(a, b); }")]
    [InlineData("{ Expr a = x, b = x; (a, b) = (b, a); (_, var c) = (a, b); return c; }", "{ a = x; b = x; (a, b) = [b, a]; (_, c) = [a, b]; return c; }")]
    [InlineData("{ (Expr H, Expr C) s = (x, x); return s.H + s.Item2; }", "{ s = [x, x]; return Add(s[0], s[1]); }")]
    [InlineData("{ var s = new State(x, C: -x); return s.H; }", "{ s = [x, Negate(x)]; return s[0]; }")]
    [InlineData("{ State s = new(C: x, H: -x); s = s with { C = s.H }; return s.C; }", "{ s = [Negate(x), x]; s = s with { [1] = s[0] }; return s[1]; }")]
    [InlineData("{ var (h, c) = new State(x, x); return h; }", "{ (h, c) = [x, x]; return h; }")]
    [InlineData("=> new Point(x, 3).Scaled(2).X;", "Point.Scaled([x, 3f], 2f)[0]")]
    [InlineData("=> (new Point(x, 3) + new Point(x, 4)).Sum;", "Point.Sum.get(Point.operator +([x, 3f], [x, 4f]))")]
    [InlineData("{ Expr[] hs = [x, -x]; return hs[0] + hs[hs.Length - 1] + hs[^1]; }", "{ hs = [x, Negate(x)]; return Add(Add(hs[0], hs[(hs.Length - 1)]), hs[(hs.Length - 1)]); }")]
    [InlineData("{ float[] ks = [1, 2]; ReadOnlySpan<int> ns = [3]; System.Collections.Generic.List<Expr> es = [x]; return es[0] * ks[0] * ns.Length * es.Count; }",
        "{ ks = [1f, 2f]; ns = [3]; es = [x]; return Multiply(Multiply(Multiply(es[0], ks[0]), float(ns.Length)), float(es.Length)); }")]
    [InlineData("{ var a = new Expr[] { x }; var b = new[] { a, a }; return b[0][0]; }", "{ a = [x]; b = [a, a]; return b[0][0]; }")]
    public void TuplesRecordsAndArrays(string source, string read) => Assert.Equal(read, Readings.Forward(source, """
        public record State(Expr H, Expr C);
        public readonly record struct Point(Expr X, float K)
        {
            public Expr Sum => X + K;
            public Point Scaled(float k) => this with { X = X * k * K };
            public static Point operator +(Point a, Point b) => new(a.X + b.X, a.K + b.K);
        }
        """));

    [Fact]
    public void MethodOfARecordOfValues_TakesItFirst()
    {
        var spec = Readings.Read(Readings.Net(
            "public Expr Forward([Shape(\"4\")] Expr x) => new Point(x, 3).Scaled(2).X;",
            "public readonly record struct Point(Expr X, float K) { public Point Scaled(float k) => this with { X = X * k * K }; }"));
        Assert.Equal("this with { [0] = Multiply(Multiply(this[0], k), this[1]) }", Readings.Body(spec, "Scaled"));
        Assert.Equal(["this", "k"], spec.Methods.Single(static method => method.Name == "Scaled").Parameters.Select(static parameter => parameter.Name));
    }

    [Theory]
    [InlineData("=> Softmax(x, Sizes.Heads);", "Softmax(x, 4, 1f)")]
    [InlineData("=> x * Sizes.Scale;", "Multiply(x, (1f / Math.Sqrt(64f)))")]
    [InlineData("{ foreach (int w in Sizes.Widths) x = Softmax(x, w); return x; }", "{ foreach (w in [8, 16]) { x = Softmax(x, w, 1f); } return x; }")]
    [InlineData("=> Softmax(x, Sizes.Half);", "Softmax(x, Sizes.Half.get(), 1f)")]
    public void ConstantsOfOtherTypes(string source, string read) => Assert.Equal(read, Readings.Forward(source, """
        static class Sizes
        {
            public const int Heads = 4;
            public static readonly float Scale = 1 / MathF.Sqrt(64);
            public static readonly int[] Widths = [8, 16];
            public static int Half => Heads / 2;
        }
        """));

    [Fact]
    public void CalledMethods_AreReadOnceEach()
    {
        var spec = Readings.Read(Readings.Net(
            "public Expr Forward([Shape(\"4\")] Expr x) => F(F(x)) + Other.G(x);  Expr F(Expr x) => Other.G(x); Expr Unused(Expr x) => x;",
            "static class Other { public static Expr G(Expr x) => x.Relu().H(); static Expr H(this Expr x) => G(x); }"));
        Assert.Equal(["Forward", "F", "G", "H"], spec.Methods.Select(static method => method.Name));
        Assert.Equal("Other.H(Relu(x))", Readings.Body(spec, "G"));
        Assert.Equal("Net.Forward(Adjoint.Expr)", spec.Forward);
    }

    [Fact]
    public void GenericMethods_AreReadForTheirTypeArguments()
    {
        var spec = Readings.Read(Readings.Net(
            "public Expr Forward([Shape(\"4\")] Expr x) => Step<Twice>(Step<Once>(x)) + Id(x);  static T Id<T>(T x) => x;  static Expr Step<T>(Expr x) where T : IStep => Run<T>(x); static Expr Run<T>(Expr x) where T : IStep => T.Apply(x);",
            "interface IStep { static abstract Expr Apply(Expr x); } struct Once : IStep { public static Expr Apply(Expr x) => x; } struct Twice : IStep { public static Expr Apply(Expr x) => x + x; }"));
        Assert.Equal("Add(Net.Step<Twice>(Net.Step<Once>(x)), Net.Id<Adjoint.Expr>(x))", Readings.Body(spec));
        Assert.Equal(
            [
                "Net.Forward(Adjoint.Expr)", "Net.Step<Once>(Adjoint.Expr)", "Net.Step<Twice>(Adjoint.Expr)", "Net.Id<Adjoint.Expr>(Adjoint.Expr)",
                "Net.Run<Once>(Adjoint.Expr)", "Net.Run<Twice>(Adjoint.Expr)", "Once.Apply(Adjoint.Expr)", "Twice.Apply(Adjoint.Expr)",
            ],
            spec.Methods.Select(static method => method.Key));
    }

    [Fact]
    public void MethodsInOtherFiles_AreRead()
    {
        var compilation = Readings.Compile(Readings.Net("public Expr Forward([Shape(\"4\")] Expr x) => Elsewhere.Twice(x);"))
            .AddSyntaxTrees(GeneratorFixture.Parse("Elsewhere.cs", "static class Elsewhere { public static Expr Twice(Expr x) => x + x; }"));
        Assert.Equal("Add(x, x)", Readings.Body(Readings.Read(compilation), "Twice"));
    }

    [Fact]
    public void MembersOfExtensionBlocks_TakeWhatTheyExtendFirst()
    {
        var spec = Readings.Read(Readings.Net(
            "public Expr Forward([Shape(\"4\")] Expr x) => x.Twice() + Expr.Thrice(x);",
            "static class Own { extension(Expr y) { public Expr Twice() => y + y; public static Expr Thrice(Expr x) => x * 3; } }"));
        Assert.Equal(
            ["Net.Forward(Adjoint.Expr)", "Own.extension(Adjoint.Expr).Twice()", "Own.extension(Adjoint.Expr).Thrice(Adjoint.Expr)"],
            spec.Methods.Select(static method => method.Key));
        Assert.Equal("Add(this, this)", Readings.Body(spec, "Twice"));
        Assert.Equal(["x", "this", "x"], spec.Methods.SelectMany(static method => method.Parameters).Select(static parameter => parameter.Name));
    }
}
