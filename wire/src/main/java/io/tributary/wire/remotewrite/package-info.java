/// Remote write 1.0 and 2.0: from columns of samples to the bytes of a request.
///
/// A [io.tributary.wire.remotewrite.Batch] collects slices of columns; a
/// [io.tributary.wire.remotewrite.RequestEncoder] turns it into one message. Layouts that several
/// targets share are prepared once as templates ([io.tributary.wire.remotewrite.TemplateCache]);
/// every other layout is encoded row by row, which is also what tests compare the templates with.
/// Messages are not compressed here.
@org.jspecify.annotations.NullMarked
package io.tributary.wire.remotewrite;
