// C# in colours, by the classes that the page's own cells have. It need not know the language: only words, texts, numbers and comments.
const colour = (() => {
  const words = new Set(('abstract as async await base bool break byte case catch char checked class const continue decimal default delegate do double else enum event '
    + 'explicit extern false finally fixed float for foreach goto if implicit in init int interface internal is lock long namespace new not null object operator or out '
    + 'override params private protected public readonly record ref required return sbyte sealed short sizeof stackalloc static string struct switch this throw true try '
    + 'typeof uint ulong unchecked unsafe ushort using value var virtual void volatile when where while with yield and').split(' '));
  const token = /(\/\/.*|\/\*[^]*?(?:\*\/|$))|("""[^]*?(?:"""|$)|[$@]*@[$@]*"(?:[^"]|"")*"?|\$?"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)+'?)|(\b\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?\w?)|([A-Za-z_]\w*)|([&<>])/g;
  const plain = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  const escape = text => text.replace(/[&<>]/g, sign => plain[sign]);
  const span = (kind, text) => `<span class="${kind}">${escape(text)}</span>`;
  return source => source.replace(token, (all, comment, text, number, word) =>
    comment ? span('comment', all) : text ? span('string', all) : number ? span('number', all) : word ? (words.has(word) ? span('keyword', word) : word) : plain[all]);
})();
