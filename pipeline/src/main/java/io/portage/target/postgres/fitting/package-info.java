/**
 * PostgreSQL's types: their names, families and fitters, and the forms of key values that
 * PostgreSQL considers equal. Fitters that other databases can share are in {@link
 * io.portage.target.fitting}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.target.postgres.fitting;
