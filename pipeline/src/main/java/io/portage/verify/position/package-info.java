/**
 * Positions in the log of a source database: of the present, of a snapshot, and compared with the
 * versions of changes.
 */
@org.jspecify.annotations.NullMarked
package io.portage.verify.position;
