/// What can be proven about relabelling rules before there is a label set: rules that can never
/// match, that drop everything, that are never reached.
///
/// [io.tributary.model.relabel.analysis.RuleAnalysis] follows what is known of each label
/// ([io.tributary.model.relabel.analysis.LabelState]) through the rules. All that it holds for
/// possible includes all that is: what it calls impossible is.
@NullMarked
package io.tributary.model.relabel.analysis;

import org.jspecify.annotations.NullMarked;
