using Adjoint.Benchmarks;

return Commands.Run(args);
