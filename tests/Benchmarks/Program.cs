using Adjoint.Benchmarks;
using Adjoint.Benchmarks.Start;

return args is [FirstStep.Argument] ? FirstStep.Run() : Commands.Run(args);
