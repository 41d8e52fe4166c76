/** What {@code portage cutover} asks a PostgreSQL target. */
@org.jspecify.annotations.NullMarked
package io.portage.target.postgres.readiness;
