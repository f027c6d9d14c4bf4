/// Tests of pages.
@org.jspecify.annotations.NullMarked
package io.tributary.exporters.page;
