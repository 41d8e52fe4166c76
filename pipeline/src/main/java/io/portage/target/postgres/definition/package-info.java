/** The definitions of tables and columns in PostgreSQL. */
@NullMarked
package io.portage.target.postgres.definition;

import org.jspecify.annotations.NullMarked;
