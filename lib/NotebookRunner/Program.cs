using System.Text;
using NotebookRunner;

// Cells may take over Console.Out while they run: what the runner itself says goes to the real output.
var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true };
var error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true };
if (args is ["run" or "check", ..] or []) InProcessKernel.WarmUp();

var code = await CommandLine.Run(args, new Reporter(output, !Console.IsOutputRedirected), output, error);
Environment.Exit(code); // a cell that does not end must not keep the process alive
