/** The columns of a source's table, with the types that the source declares. */
@NullMarked
package io.portage.model.schema;

import org.jspecify.annotations.NullMarked;
