using System.Reflection;
using System.Reflection.Emit;
using Adjoint.Kernels;

namespace Adjoint.Tests.Kernels;

/// <summary>Every public kernel says which argument is missing when it gets no threads, whatever its other arguments are.</summary>
public class NullThreadsTests
{
    private static readonly MethodInfo[] Kernels =
    [
        .. typeof(Gemm).Assembly.GetExportedTypes()
            .Where(static type => type.Namespace == typeof(Gemm).Namespace)
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(static method => method.GetParameters().Any(static parameter => parameter.ParameterType == typeof(Threads))),
    ];

    public static TheoryData<string> Names => [.. Kernels.Select(NameOf)];

    [Theory]
    [MemberData(nameof(Names))]
    public void NullThreads_AreRefused(string name) =>
        Assert.Throws<ArgumentNullException>("threads", CallWithDefaults(Kernels.Single(kernel => NameOf(kernel) == name)));

    private static string NameOf(MethodInfo kernel) => $"{kernel.DeclaringType!.Name}: {kernel}";

    /// <summary>Spans cannot be boxed for a reflected call, so the call is written in IL: all arguments are zeroed locals.</summary>
    private static Action CallWithDefaults(MethodInfo method)
    {
        if (method.IsGenericMethodDefinition)
        {
            method = method.MakeGenericMethod([.. method.GetGenericArguments().Select(static _ => typeof(AnyMap))]);
        }

        DynamicMethod call = new("Call", typeof(void), [], typeof(NullThreadsTests).Module, skipVisibility: true);
        ILGenerator il = call.GetILGenerator();
        foreach (System.Reflection.ParameterInfo parameter in method.GetParameters())
        {
            il.Emit(OpCodes.Ldloc, il.DeclareLocal(parameter.ParameterType));
        }

        il.Emit(OpCodes.Call, method);
        if (method.ReturnType != typeof(void))
        {
            il.Emit(OpCodes.Pop);
        }

        il.Emit(OpCodes.Ret);
        return call.CreateDelegate<Action>();
    }

    /// <summary>An operator of every arity.</summary>
    private readonly struct AnyMap : IMap0, IMap1, IMap2, IMap3, IMap4, IMap5, IMap6, IMap7, IMap8
    {
        public V Invoke<V>(int index)
            where V : struct, ISimd<V> => V.Zero;

        public V Invoke<V>(V a, int index)
            where V : struct, ISimd<V> => a;

        public V Invoke<V>(V a, V b, int index)
            where V : struct, ISimd<V> => a;

        public V Invoke<V>(V a, V b, V c, int index)
            where V : struct, ISimd<V> => a;

        public V Invoke<V>(V a, V b, V c, V d, int index)
            where V : struct, ISimd<V> => a;

        public V Invoke<V>(V a, V b, V c, V d, V e, int index)
            where V : struct, ISimd<V> => a;

        public V Invoke<V>(V a, V b, V c, V d, V e, V f, int index)
            where V : struct, ISimd<V> => a;

        public V Invoke<V>(V a, V b, V c, V d, V e, V f, V g, int index)
            where V : struct, ISimd<V> => a;

        public V Invoke<V>(V a, V b, V c, V d, V e, V f, V g, V h, int index)
            where V : struct, ISimd<V> => a;
    }
}
