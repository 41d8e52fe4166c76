/** The reference source {@code jdbc}: a query on the target's database or another one. */
@org.jspecify.annotations.NullMarked
package io.portage.enrich.jdbc;
