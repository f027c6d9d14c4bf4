/// How figures are laid out: markdown tables that read well on a terminal too, numbers, JSON.
@NullMarked
package io.tributary.bench.report;

import org.jspecify.annotations.NullMarked;
