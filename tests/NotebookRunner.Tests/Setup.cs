// One working directory and one console for the whole process: these tests run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
