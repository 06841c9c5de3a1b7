using System.Text;
using NotebookRunner;

if (args is [ProcessHost.Verb, var program, .. var arguments]) return ProcessHost.Run(program, arguments);
if (args is [Worker.Verb]) return await Worker.Run();

var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true };
var error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true };
if (args is ["run" or "check" or "site", ..] or []) KernelProcess.WarmUp();

try { return await CommandLine.Run(args, new Reporter(output, !Console.IsOutputRedirected), output, error); }
finally { KernelProcess.EndAll(); }
