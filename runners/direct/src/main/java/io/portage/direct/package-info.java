/** Portage on Beam's direct runner. */
package io.portage.direct;
