/** Portage on Beam's direct runner. */
@org.jspecify.annotations.NullMarked
package io.portage.direct;
