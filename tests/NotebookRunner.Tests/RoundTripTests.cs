using System.Text.Json.Nodes;
using CsCheck;

namespace NotebookRunner.Tests;

/// <summary>Reading and writing a notebook loses nothing and changes nothing.</summary>
public class RoundTripTests
{
    // Written by nbformat 5 (json.dumps with indent=1, ensure_ascii=False, and a final newline).
    const string ByJupyter = """
        {
         "cells": [
          {
           "cell_type": "markdown",
           "id": "a-1",
           "metadata": {
            "tags": [
             "change-me"
            ],
            "unknown": {
             "z": 1,
             "a": [
              1.0,
              -0.0,
              1e-07,
              12345678901234567890,
              true,
              null
             ]
            }
           },
           "source": "σ′(z) \"quoted\" \\ \b\f\t\u001b 😀 </tag>  &"
          },
          {
           "cell_type": "code",
           "execution_count": null,
           "id": "a-2",
           "metadata": {},
           "outputs": [],
           "source": [
            "1 + 1"
           ]
          }
         ],
         "metadata": {},
         "nbformat": 4,
         "nbformat_minor": 5,
         "extra": "\\ud800 is text"
        }

        """;

    [Fact]
    public void A_file_as_Jupyter_writes_it_comes_back_byte_for_byte() =>
        Assert.Equal(ByJupyter, Notebook.Parse("a.ipynb", ByJupyter).ToText());

    [Theory]
    [InlineData("  ", "\n", true)]
    [InlineData("    ", "\n", false)]
    [InlineData(" ", "\r\n", true)]
    [InlineData("\t", "\r\n", false)]
    public void Another_indentation_or_line_end_is_kept(string indent, string newLine, bool end)
    {
        var text = new JupyterJson(indent, newLine, end).Write(JsonNode.Parse(ByJupyter));
        Assert.Equal(text, Notebook.Parse("a.ipynb", text).ToText());
    }

    static readonly Gen<string> Texts = Gen.String[Gen.Char.Where(c => !char.IsSurrogate(c)), 0, 12];

    static readonly Gen<JsonNode?> Json = Gen.Recursive<JsonNode?>((depth, inner) => depth > 3
        ? Texts.Select(text => (JsonNode?)text)
        : Gen.OneOf(
            Texts.Select(text => (JsonNode?)text),
            Gen.Double.Where(double.IsFinite).Select(number => (JsonNode?)number),
            Gen.Long.Select(number => (JsonNode?)number),
            Gen.Bool.Select(flag => (JsonNode?)flag),
            Gen.Const((JsonNode?)null),
            inner.Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
            Gen.Select(Texts, inner).Array[0, 4].Select(members => (JsonNode?)new JsonObject(
                members.DistinctBy(member => member.Item1)
                    .Select(member => KeyValuePair.Create(member.Item1, member.Item2?.DeepClone()))))));

    static readonly Gen<JsonObject> Notebooks = Gen.Select(Json, Json, Json, Texts, Texts)
        .Select((metadata, extra, outputs, source, name) => new JsonObject
    {
        ["cells"] = new JsonArray(
            new JsonObject { ["cell_type"] = "code", ["id"] = name, ["metadata"] = new JsonObject { ["any"] = metadata },
                ["outputs"] = new JsonArray(new JsonObject { ["any"] = outputs }), ["source"] = source },
            new JsonObject { ["source"] = MultiLine.Split(source), ["cell_type"] = "markdown",
                ["x" + name] = extra?.DeepClone() }),
        ["metadata"] = new JsonObject { [name] = extra },
        ["nbformat"] = 4,
    });

    [Fact]
    public void Any_notebook_comes_back_byte_for_byte() => Notebooks.Hold(1000, json =>
    {
        var text = new JupyterJson().Write(json);
        // the text says what the JSON says, by .NET's own reader
        Assert.True(JsonNode.DeepEquals(json, JsonNode.Parse(text)), text);
        Assert.Equal(text, Notebook.Parse("a.ipynb", text).ToText());
    });

    [Fact]
    public void Lines_split_and_join_again() => Texts.Array[0, 5].Select(lines => string.Join('\n', lines)).Hold(1000, text =>
    {
        var lines = MultiLine.Split(text);
        Assert.All(lines.SkipLast(1), line => Assert.EndsWith("\n", line!.ToString()));
        Assert.Equal(text, MultiLine.Join(lines));
    });

    [Fact]
    public void A_file_appears_whole_or_not_at_all()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.txt"], "before");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(folder["a.txt"], temporary =>
        {
            File.WriteAllText(temporary, "half");
            throw new InvalidOperationException();
        }));
        Assert.Equal("before", File.ReadAllText(folder["a.txt"]));
        AtomicFile.Write(folder["a.txt"], "after");
        Assert.Equal("after", File.ReadAllText(folder["a.txt"]));
        Assert.Equal([folder["a.txt"]], Directory.GetFiles(folder.Path));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_file_keeps_its_mode_and_a_link_stays_one()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no file modes, and links want a privilege there.");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.txt"], "before");
        File.SetUnixFileMode(folder["a.txt"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(folder["link.txt"], folder["a.txt"]);
        AtomicFile.Write(folder["link.txt"], "after");
        Assert.Equal("after", File.ReadAllText(folder["a.txt"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["a.txt"]));
        Assert.NotNull(new FileInfo(folder["link.txt"]).LinkTarget);
    }

    [Theory]
    [InlineData("", "a.ipynb is empty")]
    [InlineData(" \n", "a.ipynb is empty")]
    [InlineData("{ nope", "a.ipynb is not a notebook: its text stops being JSON in line 1")]
    [InlineData("{\n\"cells\": [,]}", "stops being JSON in line 2")]
    [InlineData("[]", "its JSON is not an object")]
    [InlineData("null", "its JSON is not an object")]
    [InlineData("{\"nbformat\": 3, \"worksheets\": []}", "nbformat 3")]
    [InlineData("{\"nbformat\": \"4\", \"cells\": []}", "nbformat \"4\"")]
    [InlineData("{\"cells\": []}", "it does not say its \"nbformat\", which is 4")]
    [InlineData("{\"nbformat\": 4}", "it has no list of cells")]
    [InlineData("{\"nbformat\": 4, \"cells\": [1]}", "cell 1 is not an object")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"cod\", \"source\": \"\"}]}", "cell 1 has the cell_type \"cod\"")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"source\": \"\"}]}", "cell 1 has no cell_type")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\"}]}", "cell 1 has a source that is neither")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": [1]}]}",
        "cell 1 has a source that is neither")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": \"\", \"metadata\": 1}]}",
        "cell 1 has metadata")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": \"\", \"outputs\": [1]}]}",
        "cell 1 has outputs")]
    [InlineData("{\"nbformat\": 4, \"cells\": [], \"metadata\": 1}", "its metadata are not an object")]
    [InlineData("{\"nbformat\": 4, \"nbformat\": 4, \"cells\": []}", "two members of one name")]
    [InlineData("{\"nbformat\": 4, \"cells\": [], \"a\": \"\\ud83d\"}", "half of a character")]
    [InlineData("{\"nbformat\": 4, \"cells\": [], \"\\ude00\": 1}", "half of a character")]
    [InlineData("{\"nbformat\": 4, \"cells\": [], \"metadata\": {\"kernelspec\": {\"language\": \"python\"}}}",
        "written for the language python")]
    public void A_file_that_is_no_notebook_says_why(string text, string why) =>
        Assert.Contains(why, Assert.Throws<NotebookException>(() => Notebook.Parse("/somewhere/a.ipynb", text)).Message);

    [Fact]
    public void Bytes_that_are_no_text_say_so()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.ipynb"], [(byte)'{', 0xff, 0xfe]);
        Assert.Contains("not UTF-8 text", Assert.Throws<NotebookException>(() => Notebook.Load(folder["a.ipynb"])).Message);
    }
}
