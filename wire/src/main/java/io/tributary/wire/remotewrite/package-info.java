/// Remote write 1.0 and 2.0: from columns of samples to the bytes of a request.
///
/// A [io.tributary.wire.remotewrite.Batch] collects slices of columns; a
/// [io.tributary.wire.remotewrite.RequestEncoder] turns it into one message. What several targets
/// share, blocks in version 1 and layouts in version 2, is prepared once as templates
/// ([io.tributary.wire.remotewrite.TemplateCache]); everything else is encoded row by row, which is
/// also what tests compare the templates with. Version 1 is compressed while it is encoded
/// ([io.tributary.wire.remotewrite.Rw1Packer]), version 2 by the ordinary codec.
@org.jspecify.annotations.NullMarked
package io.tributary.wire.remotewrite;
