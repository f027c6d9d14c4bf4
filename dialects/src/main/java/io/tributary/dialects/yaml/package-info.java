/// Reads YAML strictly and without losing positions, for every dialect that is written in it.
///
/// [io.tributary.dialects.yaml.YamlDocument] turns a file into a graph of
/// [io.tributary.dialects.yaml.YamlNode]; [io.tributary.dialects.yaml.Fields] binds a mapping field
/// by field and reports what is unknown, doubled or of the wrong type; all findings of a load end
/// in one [io.tributary.dialects.yaml.Findings]. Scalars mean what they mean to go-yaml v2, because
/// the files were written for programs that use it. [io.tributary.dialects.yaml.YamlWriter] prints
/// the way it prints.
///
/// Depends on `base` and on snakeyaml-engine's parser, which no caller sees.
@NullMarked
package io.tributary.dialects.yaml;

import org.jspecify.annotations.NullMarked;
