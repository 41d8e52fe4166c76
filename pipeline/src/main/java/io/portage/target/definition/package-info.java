/** The definitions of tables and columns, and the interface by which a dialect writes them. */
@NullMarked
package io.portage.target.definition;

import org.jspecify.annotations.NullMarked;
