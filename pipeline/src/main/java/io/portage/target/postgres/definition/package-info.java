/** The definitions of tables and columns in PostgreSQL. */
@org.jspecify.annotations.NullMarked
package io.portage.target.postgres.definition;
