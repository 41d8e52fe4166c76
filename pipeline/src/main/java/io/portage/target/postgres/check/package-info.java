/**
 * The queries of {@code portage check} to PostgreSQL: privileges, policies, indexes, collations and
 * connection poolers. Used only through {@link io.portage.target.TargetChecks}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.target.postgres.check;
