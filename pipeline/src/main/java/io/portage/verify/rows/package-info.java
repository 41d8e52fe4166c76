/** Reads the rows of one table in pieces: by ranges of its key, and by single keys. */
@org.jspecify.annotations.NullMarked
package io.portage.verify.rows;
