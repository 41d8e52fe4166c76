/**
 * The PostgreSQL dialect: catalog queries, statements, array bindings, its own tables, and the
 * categories, kinds and descriptions of its errors. Its types are in {@code fitting}, the queries
 * of {@code portage check} in {@code check}.
 *
 * <p>Used only through {@link io.portage.target.Dialect}; other packages do not refer to these
 * classes.
 */
@org.jspecify.annotations.NullMarked
package io.portage.target.postgres;
