/// `prometheus.yml` as a tree of River.
///
/// The tree is built from the settings after all checks have passed, and from the located document
/// beside them: what an attribute says comes from the settings, with everything that is inherited,
/// resolved and filled in; where it stands comes from the document. So there is one reading of a
/// file, and what is found in the tree later points into the file that the user wrote. A setting
/// that equals the default of the component is left out, any other one is there.
///
/// Components are named and ordered as Alloy's converter does it: `discovery.*` for each mechanism,
/// then `prometheus.scrape` for each job, then one `prometheus.remote_write "default"`.
/// [io.tributary.dialects.prometheus.tree.Form] says in what the two forms differ.
@NullMarked
package io.tributary.dialects.prometheus.tree;

import org.jspecify.annotations.NullMarked;
