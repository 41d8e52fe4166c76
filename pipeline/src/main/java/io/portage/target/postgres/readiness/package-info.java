/** The state of a PostgreSQL target, for {@code portage cutover}. */
@org.jspecify.annotations.NullMarked
package io.portage.target.postgres.readiness;
