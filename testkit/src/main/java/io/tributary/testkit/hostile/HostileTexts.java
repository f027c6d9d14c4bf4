package io.tributary.testkit.hostile;

import java.util.ArrayList;
import java.util.List;

/// Texts that become something else where they are shown carelessly.
public final class HostileTexts {
  /// What a page sets when one of [#markup] has run as a script: `window.pwned`.
  public static final String MARKER = "pwned";

  /// Ways out of where a text may have been put: an element, an attribute, a script, a comment, a
  /// template, a string.
  private static final List<String> ESCAPES =
      List.of("", "\">", "'>", "</script>", "-->", "</textarea></title>", "${'", "]]>");

  private static final List<String> SCRIPTS =
      List.of(
          "<script>window.pwned=1</script>",
          "<ScRiPt>window.pwned=1</sCrIpT>",
          "<img src=x onerror=window.pwned=1>",
          "<img src=`x` onerror=window.pwned=1//",
          "<svg onload=window.pwned=1>",
          "<svg><script>window.pwned=1</script></svg>",
          "<svg><animate onbegin=window.pwned=1 attributeName=x dur=1s>",
          "<body onload=window.pwned=1>",
          "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
          "<iframe src=javascript:parent.pwned=1></iframe>",
          "<a href=javascript:window.pwned=1 autofocus onfocus=window.pwned=1>x</a>",
          "<input autofocus onfocus=window.pwned=1>",
          "<details open ontoggle=window.pwned=1>",
          "<video><source onerror=window.pwned=1></video>",
          "<math><mtext></mtext><mglyph><style><img src=x onerror=window.pwned=1></style></math>",
          "<object data=javascript:window.pwned=1></object>",
          "<embed src=javascript:window.pwned=1>",
          "<meta http-equiv=refresh content='0;url=javascript:window.pwned=1'>",
          "<link rel=stylesheet href=data:text/css,*{background:url(x)}>",
          "<base href=//evil.example/>",
          "javascript:window.pwned=1",
          "data:text/html,<script>parent.pwned=1</script>",
          "{{constructor.constructor('window.pwned=1')()}}",
          "&lt;script&gt;window.pwned=1&lt;/script&gt;",
          "\u202e<script>window.pwned=1</script>\u2028");

  /// What a terminal or a log takes for a command, or for another line.
  private static final List<String> CONTROLS =
      List.of(
          "\u001b[31mred\u001b[0m",
          "\u001b[2J\u001b[H",
          "\u001b]0;title\u0007",
          "\u001b]8;;http://evil.example\u001b\\link\u001b]8;;\u001b\\",
          "\u001bP$q\"p\u001b\\",
          "\u009b31m",
          "a\nlevel=error msg=forged",
          "a\r\nlevel=error msg=forged",
          "a\rforged",
          "a\b\b\bforged",
          "a\u0000b",
          "a\u0007b",
          "a\u007fb",
          "a\u2028b\u2029c",
          "\u202egnp.exe\u202c",
          "\u0085next");

  private HostileTexts() {}

  /// Two hundred texts that are scripts wherever they become markup.
  public static List<String> markup() {
    var texts = new ArrayList<String>();
    for (String escape : ESCAPES) {
      for (String script : SCRIPTS) {
        texts.add(escape + script);
      }
    }
    return List.copyOf(texts);
  }

  /// Texts with control characters.
  public static List<String> controls() {
    return CONTROLS;
  }
}
