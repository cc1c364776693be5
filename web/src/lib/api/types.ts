// Short names for the schemas of the generated types, so that pages read well and one file follows a rename.
import type { components } from './schema';

type Schemas = components['schemas'];

export type User = Schemas['User'];
export type SignInSession = Schemas['Session'];
export type Library = Schemas['Library'];
export type LibraryKind = Schemas['LibraryKind'];
export type ScanProblem = Schemas['LibraryProblem'];
export type FolderListing = Schemas['FolderListing'];
export type Job = Schemas['Job'];
export type JobState = Schemas['JobState'];
export type JobDetail = Schemas['JobDetail'];
export type Queue = Schemas['Queue'];
export type Schedule = Schemas['Schedule'];
export type ItemSummary = Schemas['ItemSummary'];
export type Item = Schemas['Item'];
export type ItemKind = Schemas['ItemKind'];
export type ItemFile = Schemas['ItemFile'];
export type Stream = Schemas['MediaStream'];
export type ItemImage = Schemas['ItemImage'];
export type Anchors = Schemas['ItemAnchors'];
export type FileDevice = Required<Schemas['FileAbilities']>;
/** A device as this page posts it: both sets, nothing left out. */
export type Device = Schemas['Device'] & FileDevice & { file: FileDevice };
export type VideoCodec = Schemas['VideoAbility'];
export type PlaybackSession = Schemas['PlaybackSession'];
export type PlayingSession = Schemas['ListedPlaybackSession'];
export type Offer = Schemas['Offer'];
export type Verdict = Schemas['Verdict'];
export type Quality = Schemas['Quality'];
export type Outlook = Schemas['PlaybackOutlook'];
export type NewPlaybackSession = Schemas['NewPlaybackSession'];
export type Method = Schemas['Method'];
export type TrackRules = Schemas['TrackRules'];
export type Board = Schemas['Board'];
export type System = Schemas['System'];
export type SystemCheck = Schemas['SystemCheck'];
export type Disk = Schemas['Disk'];
export type DiskTouch = Schemas['DiskTouch'];
export type HealthState = Schemas['HealthState'];
export type Backup = Schemas['Backup'];
export type Restore = Schemas['Restore'];
export type Webhook = Schemas['Webhook'];
export type WebhookTopic = Schemas['WebhookTopic'];
export type WebhookDelivery = Schemas['WebhookDelivery'];
