// Texts of the server pages: apart from the rest, so that the start page does not carry them.

import { enAdmin, type AdminMessages } from './en-admin';

export const a: AdminMessages = enAdmin;
