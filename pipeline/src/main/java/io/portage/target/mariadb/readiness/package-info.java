/** The state of a MariaDB or MySQL target, for {@code portage cutover}. */
@org.jspecify.annotations.NullMarked
package io.portage.target.mariadb.readiness;
