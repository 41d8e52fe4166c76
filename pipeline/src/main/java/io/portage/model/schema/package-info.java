/** The columns of a source's table, with the types that the source declares. */
@org.jspecify.annotations.NullMarked
package io.portage.model.schema;
