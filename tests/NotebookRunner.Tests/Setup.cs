// Most tests wait for a process or a browser, so more of them run beside each other than a small machine has processors.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
[assembly: AssemblyFixture(typeof(NotebookRunner.Tests.Browser))]
