/** The definitions of tables and columns, and the interface by which a dialect writes them. */
@org.jspecify.annotations.NullMarked
package io.portage.target.definition;
