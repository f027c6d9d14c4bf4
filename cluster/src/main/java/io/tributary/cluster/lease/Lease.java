package io.tributary.cluster.lease;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The right of one side of a cluster to scrape what is shared, as it lies in a store.
///
/// ```
/// lease = "tributary-lease 1" LF "term " number LF "beat " number LF
///         "holder " name SP life SP address LF ("member " name LF)* ("leaving " name LF)*
/// ```
///
/// Names are encoded as in URLs; the holder's are `-` where it has given the lease up.
///
/// @param term grows when another agent holds it or a member is left out: the fencing token
/// @param beat grows with each renewal: a lease that nobody renews does not change
/// @param members who is on the side that has it, and counts where it falls apart
/// @param leaving who is still there, and about to go
public record Lease(long term, long beat, Holder holder, Set<String> members, Set<String> leaving) {
  /// Longest stored form.
  static final int MAX_BYTES = 1 << 20;

  /// More than there can ever be.
  static final long MAX_TERM = 1L << 60;

  /// Of what others tell: whatever that is, there are as many terms behind it.
  static final long MAX_HEARD_TERM = MAX_TERM / 2;

  private static final String HEAD = "tributary-lease 1";
  private static final String NOBODY = "-";

  public Lease {
    members = Set.copyOf(members);
    leaving = Set.copyOf(leaving);
  }

  /// @param name of the agent; empty where nobody holds the lease
  /// @param life of its process: two that have a name one after the other are told apart
  /// @param address of its HTTP listener
  public record Holder(String name, long life, String address) {
    static final Holder NOBODY = new Holder("", 0, "");
  }

  boolean isGivenUp() {
    return holder.name().isEmpty();
  }

  /// Whether an agent is on the side that has it.
  boolean lists(String node) {
    return members.contains(node) || leaving.contains(node);
  }

  /// Whether somebody renewed or took it between the two.
  boolean isSameBeat(Lease other) {
    return term == other.term && beat == other.beat && holder.equals(other.holder);
  }

  /// Whether a side with these agents cannot be outnumbered by another one: more than half of the
  /// members, or half with the holder. Where all have left there is none to be outnumbered by.
  boolean isStrong(Collection<String> side, boolean hasHolder) {
    if (members.isEmpty()) {
      return true;
    }
    int there = (int) members.stream().filter(side::contains).count();
    return there * 2 > members.size() || (hasHolder && there * 2 == members.size());
  }

  byte[] encode() {
    var text = new StringBuilder(HEAD).append('\n');
    line(text, "term", Long.toString(term));
    line(text, "beat", Long.toString(beat));
    line(
        text,
        "holder",
        word(holder.name()) + " " + Long.toHexString(holder.life()) + " " + word(holder.address()));
    new TreeSet<>(members).forEach(name -> line(text, "member", word(name)));
    new TreeSet<>(leaving).forEach(name -> line(text, "leaving", word(name)));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append(' ').append(value).append('\n');
  }

  private static String word(String text) {
    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
    return text.isEmpty() ? NOBODY : encoded.equals(NOBODY) ? "%2D" : encoded;
  }

  private static String text(String word) {
    return word.equals(NOBODY) ? "" : URLDecoder.decode(word, StandardCharsets.UTF_8);
  }

  /// Throws [IllegalArgumentException] for what no agent of this version has written.
  static Lease decode(byte[] stored) {
    if (stored.length > MAX_BYTES) {
      throw new IllegalArgumentException("it has " + stored.length + " bytes");
    }
    List<String> lines = new String(stored, StandardCharsets.UTF_8).lines().toList();
    if (lines.size() < 4 || !lines.getFirst().equals(HEAD)) {
      throw new IllegalArgumentException("it does not begin with \"" + HEAD + "\"");
    }
    String[] holder = value(lines.get(3), "holder").split(" ", -1);
    if (holder.length != 3) {
      throw new IllegalArgumentException("its holder is \"" + lines.get(3) + "\"");
    }
    var members = new ArrayList<String>();
    var leaving = new ArrayList<String>();
    for (String line : lines.subList(4, lines.size())) {
      if (line.startsWith("leaving ")) {
        leaving.add(text(value(line, "leaving")));
      } else {
        members.add(text(value(line, "member")));
      }
    }
    long term = Long.parseLong(value(lines.get(1), "term"));
    if (term < 0 || term > MAX_TERM) {
      throw new IllegalArgumentException("its term is " + term);
    }
    return new Lease(
        term,
        Long.parseLong(value(lines.get(2), "beat")),
        new Holder(text(holder[0]), Long.parseUnsignedLong(holder[1], 16), text(holder[2])),
        Set.copyOf(new TreeSet<>(members)),
        Set.copyOf(new TreeSet<>(leaving)));
  }

  private static String value(String line, String key) {
    if (!line.startsWith(key + " ")) {
      throw new IllegalArgumentException("\"" + line + "\" stands where " + key + " should");
    }
    return line.substring(key.length() + 1);
  }
}
