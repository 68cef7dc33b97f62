namespace Adjoint.Generators.Tests.Programs;

/// <summary>Random numbers for tests, the same for a seed on every machine.</summary>
internal static class Samples
{
    public static float[] Normal(Random random, int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            // Box and Muller (1958).
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            values[i] = (float)(radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return values;
    }

    public static int[] Labels(Random random, int count, int classes) => [.. Enumerable.Range(0, count).Select(_ => random.Next(classes))];

    /// <summary>Parameters as a model starts with, but with biases that are not zero.</summary>
    public static float[] Parameters(ModelDescription model, Random random)
    {
        float[] values = ParameterBuffer.Initialize(model, random.Next()).Values.ToArray();
        foreach (ParameterInfo parameter in model.Parameters.Where(static parameter => parameter.Name.EndsWith(".Bias", StringComparison.Ordinal)))
        {
            Normal(random, parameter.Length).AsSpan().CopyTo(values.AsSpan(parameter.Offset, parameter.Length));
        }

        return values;
    }
}
