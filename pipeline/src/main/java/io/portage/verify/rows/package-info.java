/** Reads the rows of one table in pieces: by ranges of its key, and by single keys. */
@NullMarked
package io.portage.verify.rows;

import org.jspecify.annotations.NullMarked;
