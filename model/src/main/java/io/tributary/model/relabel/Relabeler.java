package io.tributary.model.relabel;

import io.tributary.base.bytes.Digests;
import io.tributary.model.labels.Labels;
import io.tributary.model.regex.Spans;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Applies [RelabelRules] to label sets. Owned by one thread, for the buffers it keeps; cheap
/// enough to be made for a single use.
///
/// Source: prometheus/prometheus `model/relabel/relabel.go`, `ProcessBuilder`.
public final class Relabeler {
  private final RelabelRules rules;
  private final Spans spans = new Spans();
  private final StringBuilder text = new StringBuilder();
  private @Nullable MessageDigest md5;

  public Relabeler(RelabelRules rules) {
    this.rules = rules;
  }

  /// Rewrites `labels`; false means that the label set is to be dropped, and then what `labels`
  /// holds is of no use.
  public boolean apply(LabelsBuilder labels) {
    for (CompiledRule rule : rules.compiled()) {
      if (!apply(rule, labels)) {
        return false;
      }
    }
    return true;
  }

  /// As [#apply(LabelsBuilder)], telling `listener` about every rule that is applied.
  public boolean apply(LabelsBuilder labels, RelabelListener listener) {
    for (CompiledRule rule : rules.compiled()) {
      Labels before = labels.labels();
      boolean kept = apply(rule, labels);
      listener.onRule(rule.rule, before, kept ? labels.labels() : Labels.EMPTY, kept);
      if (!kept) {
        return false;
      }
    }
    return true;
  }

  private boolean apply(CompiledRule rule, LabelsBuilder labels) {
    return switch (rule.action) {
      case KEEP -> rule.regex.matches(source(rule, labels));
      case DROP -> !rule.regex.matches(source(rule, labels));
      case KEEPEQUAL -> labels.get(rule.rule.targetLabel()).equals(source(rule, labels));
      case DROPEQUAL -> !labels.get(rule.rule.targetLabel()).equals(source(rule, labels));
      case REPLACE -> {
        replace(rule, labels);
        yield true;
      }
      case LOWERCASE -> {
        labels.set(rule.rule.targetLabel(), lowerCase(source(rule, labels)));
        yield true;
      }
      case UPPERCASE -> {
        labels.set(rule.rule.targetLabel(), upperCase(source(rule, labels)));
        yield true;
      }
      case HASHMOD -> {
        long hash = hash(source(rule, labels));
        long remainder = Long.remainderUnsigned(hash, rule.rule.modulus());
        labels.set(rule.rule.targetLabel(), Long.toUnsignedString(remainder));
        yield true;
      }
      case LABELMAP -> {
        labelMap(rule, labels);
        yield true;
      }
      case LABELDROP -> {
        removeNames(rule, labels, true);
        yield true;
      }
      case LABELKEEP -> {
        removeNames(rule, labels, false);
        yield true;
      }
    };
  }

  /// The values of the source labels with separators between them; absent labels are empty.
  private String source(CompiledRule rule, LabelsBuilder labels) {
    String[] names = rule.sourceLabels;
    if (names.length == 0) {
      return "";
    }
    if (names.length == 1) {
      return labels.get(names[0]);
    }
    text.setLength(0);
    text.append(labels.get(names[0]));
    for (int i = 1; i < names.length; i++) {
      text.append(rule.rule.separator()).append(labels.get(names[i]));
    }
    return text.toString();
  }

  private void replace(CompiledRule rule, LabelsBuilder labels) {
    String source = source(rule, labels);
    if (rule.isConstant) {
      if (rule.regex.matches(source)) {
        labels.set(rule.target.literal(), rule.replacement.literal());
      }
      return;
    }
    if (!rule.regex.match(source, spans)) {
      return;
    }
    String target = rule.target.expand(source, spans);
    if (rule.rule.validation().isValidLabelName(target)) {
      labels.set(target, rule.replacement.expand(source, spans));
    }
  }

  /// Works on the labels as they are before the first is mapped.
  private void labelMap(CompiledRule rule, LabelsBuilder labels) {
    var before = new ArrayList<Map.Entry<String, String>>(labels.size());
    labels.forEach((name, value) -> before.add(Map.entry(name, value)));
    for (var label : before) {
      if (rule.regex.matches(label.getKey())) {
        labels.set(rule.regex.replaceAll(label.getKey(), rule.replacement), label.getValue());
      }
    }
  }

  private static void removeNames(CompiledRule rule, LabelsBuilder labels, boolean matching) {
    labels.removeWhere(name -> rule.regex.matches(name) == matching);
  }

  /// The last eight bytes of the MD5, big-endian.
  private long hash(String source) {
    MessageDigest digest = md5;
    if (digest == null) {
      digest = Digests.md5();
      md5 = digest;
    }
    byte[] hash = digest.digest(source.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(hash).getLong(8);
  }

  /// One code point to one code point, as Go maps them; Java's own `toLowerCase` knows final
  /// sigmas.
  private static String lowerCase(String source) {
    int[] mapped = source.codePoints().map(Character::toLowerCase).toArray();
    return new String(mapped, 0, mapped.length);
  }

  /// As [#lowerCase]; Java's own `toUpperCase` makes two letters of `ß`.
  private static String upperCase(String source) {
    int[] mapped = source.codePoints().map(Character::toUpperCase).toArray();
    return new String(mapped, 0, mapped.length);
  }
}
