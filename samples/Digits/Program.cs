using System.Diagnostics;
using System.IO.Compression;
using Adjoint;
using Digits;

List<float> x = []; List<int> y = [];
using (StreamReader r = new(new GZipStream(typeof(DigitNet).Assembly.GetManifestResourceStream("digits.csv.gz")!, CompressionMode.Decompress)))
    while (r.ReadLine() is { } l) { var v = l.Split(',').Select(int.Parse).ToArray(); x.AddRange(v[..64].Select(p => p / 16f)); y.Add(v[64]); }
Dataset all = Dataset.WithLabels(x.ToArray(), y.ToArray(), 64);
(Dataset train, Dataset test) = all.SplitEvery(5);
int seed = args.Length > 0 ? int.Parse(args[0]) : 1;
for (int s = 1; s <= 5; s++)
{
    var sw = Stopwatch.StartNew();
    DigitNet net = DigitNet.Create(s);
    DigitNet trained = net.Fit(train, null, new FitOptions { Epochs = 30, Optimizer = new Adam(1e-3f), Seed = s });
    Console.WriteLine($"{s} {sw.ElapsedMilliseconds} ms {trained.Evaluate(test).Accuracy} {trained.Evaluate(test).Loss}");
}
