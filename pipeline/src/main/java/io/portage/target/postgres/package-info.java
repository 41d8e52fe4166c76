/**
 * PostgreSQL: its catalog, its statements, how rows are bound to them, and what its errors mean.
 *
 * <p>Used through {@link io.portage.target.Dialect}; other packages do not name PostgreSQL's
 * classes.
 */
@org.jspecify.annotations.NullMarked
package io.portage.target.postgres;
