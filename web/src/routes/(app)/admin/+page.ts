import { redirect } from '@sveltejs/kit';
import { urlOf } from '$lib/urls';

export const load = () => redirect(307, urlOf('/admin/libraries'));
