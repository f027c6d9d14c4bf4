package io.tributary.dialects.yaml;

import io.tributary.dialects.yaml.Relocation.Place;
import io.tributary.dialects.yaml.YamlNode.Entry;
import io.tributary.dialects.yaml.YamlNode.Mapping;
import io.tributary.dialects.yaml.YamlNode.Scalar;
import io.tributary.dialects.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.IdentityHashMap;

/// Moves nodes to where they stood in the file. What aliases share stays shared.
final class Relocator {
  private final Relocation relocation;
  private final IdentityHashMap<YamlNode, YamlNode> moved = new IdentityHashMap<>();

  Relocator(Relocation relocation) {
    this.relocation = relocation;
  }

  YamlNode move(YamlNode node) {
    YamlNode known = moved.get(node);
    if (known != null) {
      return known;
    }
    Place place = relocation.place(node.line(), node.column());
    YamlNode result =
        switch (node) {
          case Scalar scalar -> scalar(scalar, place);
          case Sequence sequence ->
              new Sequence(
                  place.line(), place.column(), sequence.items().stream().map(this::move).toList());
          case Mapping mapping -> mapping(mapping, place);
        };
    moved.put(node, result);
    return result;
  }

  private Scalar scalar(Scalar scalar, Place place) {
    Place end = relocation.place(scalar.endLine(), scalar.endColumn());
    return new Scalar(
        place.line(),
        place.column(),
        end.line(),
        end.column(),
        scalar.text(),
        scalar.plain(),
        scalar.tag());
  }

  private Mapping mapping(Mapping mapping, Place place) {
    var entries = new ArrayList<Entry>(mapping.entries().size());
    for (Entry entry : mapping.entries()) {
      entries.add(new Entry(move(entry.key()), move(entry.value()), entry.merged()));
    }
    return new Mapping(place.line(), place.column(), entries);
  }
}
