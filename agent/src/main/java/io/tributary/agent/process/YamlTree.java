package io.tributary.agent.process;

import io.tributary.dialects.yaml.ShownText;
import io.tributary.runtime.source.ParsedFile;
import io.tributary.runtime.source.SourceFile;

/// What a file in YAML has become, whose lines are shown without secrets. It is for that file
/// alone.
record YamlTree(ParsedFile tree) implements SourceFile.Dialect {
  static SourceFile file(ParsedFile tree, byte[] content) {
    return new SourceFile(tree.name(), content, new YamlTree(tree));
  }

  @Override
  public ParsedFile read(String name, byte[] content) {
    return tree;
  }

  @Override
  public String shown(String name, byte[] content) {
    return ShownText.of(name, content);
  }
}
