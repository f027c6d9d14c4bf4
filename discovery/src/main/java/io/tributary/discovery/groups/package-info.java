/// Target groups as files and HTTP endpoints write them, in JSON
/// ([io.tributary.discovery.groups.JsonGroups]) and YAML
/// ([io.tributary.discovery.groups.YamlGroups]).
@NullMarked
package io.tributary.discovery.groups;

import org.jspecify.annotations.NullMarked;
