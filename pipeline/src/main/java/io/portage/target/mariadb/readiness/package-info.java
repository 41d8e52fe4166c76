/** What {@code portage cutover} asks a MariaDB or MySQL target. */
@org.jspecify.annotations.NullMarked
package io.portage.target.mariadb.readiness;
