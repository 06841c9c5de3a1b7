namespace NotebookLib;
