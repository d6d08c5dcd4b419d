/**
 * Every limit of the system, with its unit in the name. Where a limit comes from a contract or the
 * platform, the source is beside it.
 */

/** pass Culture's bodies are about 1 KiB (contracts/passculture.md 1.2). */
export const PASSCULTURE_BODY_BYTES_MAX = 64 * 1024;
/** The caller waits 8 s; past 6 s it is safer to issue nothing (contracts/passculture.md 1.5). */
export const PASSCULTURE_BUDGET_MS = 6_000;
/** contracts/passculture.md 2.1: 2 only when the offer allows a duo. */
export const PASSCULTURE_QUANTITY_MAX = 2;
export const PASSCULTURE_BARCODES_PER_CANCELLATION_MAX = 20;
/** Several keys are active at once only while one is being rotated. */
export const SIGNATURE_KEYS_MAX = 8;

/** PHP reads 512 levels, of which an answer that tells what was said takes some for itself. */
export const JSON_LEVELS_MAX = 100;

/** A plan of 20,000 seats is about 4 MiB. */
export const OPERATOR_BODY_BYTES_MAX = 8 * 1024 * 1024;
export const OPERATOR_BUDGET_MS = 20_000;
/** Of wrong input: so many problems are named, and so much of a key that is not known. */
export const INPUT_PROBLEMS_NAMED_MAX = 50;
export const UNKNOWN_KEY_CHARACTERS_SHOWN_MAX = 40;
export const UNKNOWN_KEYS_NAMED_MAX = 5;
export const PAGE_ROWS_MAX = 500;
export const PAGE_ROWS_DEFAULT = 100;

export const ID_CHARACTERS_MAX = 40;
/** With the date id and the colon it must fit pass Culture's 70 characters for `idAtProvider`. */
export const PRICE_ID_CHARACTERS_MAX = 24;
export const LISTING_ID_CHARACTERS_MAX = 100;
export const LABEL_CHARACTERS_MAX = 200;
export const HOLDER_CHARACTERS_MAX = 320;

export const AREAS_PER_DATE_MAX = 100;
export const PRICES_PER_DATE_MAX = 500;
export const ALLOTMENTS_PER_DATE_MAX = 500;
export const DATES_PER_EVENT_MAX = 500;
export const CAPACITY_PLACES_MAX = 200_000;
/** A ticket's number is `date number x 1,000,000 + serial`. */
export const SERIALS_PER_DATE_MAX = 999_999;
export const AMOUNT_MINOR_UNITS_MAX = 100_000_000;
export const TICKETS_PER_BOOKING_MAX = 20;

export const SEATS_PER_AREA_MAX = 20_000;
/** The longest label of a seat that every partner can store (contracts/passculture.md 3.2). */
export const SEAT_LABEL_CHARACTERS_MAX = 100;
/** Seats that touch and lie farther apart than this many usual distances are a slip of the pen. */
export const NEIGHBOURS_APART_PITCHES_MAX = 3;
export const PLAN_PROBLEMS_MAX = 50;

/** The longest that a hold can live, from when it was made, however often it is extended. */
export const HOLD_MS_MAX = 24 * 3_600_000;
export const HOLD_MS_DEFAULT = 15 * 60_000;
export const HOLDS_PER_CALL_MAX = 50;
/** A confirmation keeps its holds so long: so long may a date be out of reach half-way through it. */
export const ORDER_CONFIRM_MS = 3_600_000;
/** The longest that an order can stay open, from its oldest line, however often it is extended. */
export const ORDER_MS_MAX = HOLD_MS_MAX - ORDER_CONFIRM_MS;
/** Live lines; a date confirms the holds of an order in one call. */
export const ORDER_LINES_MAX = HOLDS_PER_CALL_MAX;
export const ORDER_PAYMENTS_MAX = 100;
/** Lines that an order ever tried to hold, also those that were refused or given back. */
export const ORDER_LINES_EVER_MAX = 1_000;
export const ORDER_METADATA_BYTES_MAX = 2 * 1024;
/** Tickets that one call to an order may name. */
export const ORDER_TICKETS_PER_CALL_MAX = 1_000;
export const PHONE_CHARACTERS_MAX = 40;
export const LANGUAGE_CHARACTERS_MAX = 35;
export const REFERENCE_CHARACTERS_MAX = 100;
/** Two orders with one of 2^53 numbers are a curiosity; three in a row are a bug. */
export const ORDER_NUMBER_ATTEMPTS_MAX = 3;
/** A caller waits no longer for lists to know what it has changed. */
export const ORDER_TOLD_MS_MAX = 1_000;
/** What a step left undone is taken up by the alarm after this long. */
export const ORDER_RESUME_DELAY_MS = 2_000;
export const ORDER_RESUME_MS_MAX = 60_000;
export const IMPORT_BARCODES_MAX = 20_000;
export const IMPORT_CHUNK_BARCODES_MAX = 1_000;
export const GATES_PER_DATE_MAX = 100;

/** A logo is kept by every date of its event, and is part of every page of its tickets. */
export const LOGO_CHARACTERS_MAX = 16 * 1024;
export const LOGO_SHAPES_MAX = 100;
export const CONDITIONS_CHARACTERS_MAX = 1_000;
/** A holder waits so long for a ticket at most. */
export const TICKET_BUDGET_MS = 5_000;
export const TICKETS_PER_PDF_MAX = 50;

export const SCANS_PER_UPLOAD_MAX = 500;
/** How far an uploaded scan may lie ahead of our clock: devices are off by some minutes. */
export const SCAN_AHEAD_MS_MAX = 15 * 60_000;
/** A scan that is older was made by a clock that is wrong. */
export const SCAN_AGE_MS_MAX = 30 * 86_400_000;
/** How long a refused scan may wait to be told that it is of another date. */
export const IMPORT_LOOKUP_MS_MAX = 1_500;
export const SCAN_LIST_TICKETS_MAX = 1_000;
export const DEVICE_CACHE_ENTRIES_MAX = 5_000;
/** A device that was revoked can scan for so long still. */
export const DEVICE_CACHE_MS = 60_000;
/** A gate does not wait for the registry: past it a device's token speaks for itself. */
export const DEVICE_LOOKUP_MS_MAX = 1_500;
/** After a look-up that failed the registry is left alone for so long. */
export const DEVICE_LOOKUP_PAUSE_MS = 10_000;

export const PARTNERS_MAX = 500;
export const PARTNER_EVENTS_MAX = 500;
export const PARTNER_KEY_CHARACTERS_MAX = 200;
/** What an operator changes about a partner, such as revoking it, holds everywhere after this long. */
export const PARTNER_CACHE_MS = 5_000;
/** With the registry down, a partner once known can go on for this long. */
export const PARTNER_CACHE_STALE_MS = 3_600_000;
export const PARTNER_LOOKUP_MS_MAX = 1_500;
/** After a look-up that failed the registry is left alone for so long. */
export const PARTNER_LOOKUP_PAUSE_MS = 2_000;
/** How long a replaced secret may go on beside the new one. */
export const PARTNER_OVERLAP_HOURS_MAX = 24 * 30;
export const PARTNER_OVERLAP_HOURS_DEFAULT = 24;

/** A duplicate among 30 random bits of one moment is rare; three in a row is a bug. */
export const MINT_ATTEMPTS_MAX = 3;
/** An order that others describe at the same time is read anew so often; one of them gets through each time. */
export const DESCRIBE_ATTEMPTS_MAX = 10;
export const OBJECT_CALL_ATTEMPTS_MAX = 3;
export const OBJECT_CALL_BACKOFF_MS = 40;
/** How long a cancellation over several dates may keep tickets from being scanned. */
export const FREEZE_MS = 10_000;

/** Bookings of one isolate that travel to their date in one call. */
export const BOOKINGS_PER_CALL_MAX = 100;
/** Bookings of one isolate that wait for such a call; more go by themselves. */
export const BOOKINGS_WAITING_MAX = 1_000;
/** Such calls that one request makes while others wait: the platform lets it make 50 or more. */
export const BOOKINGS_CALLS_LED_MAX = 15;
/** Turns of the event loop between them: more come when those who were answered have left. */
export const BOOKINGS_TURNS = 4;
/** Who has not taken notice of its booking by then has hung up. */
export const BOOKINGS_HEARD_MS_MAX = 1_000;

/** Where a shared call was answered within this time, the next one waits a moment for company. */
export const BOOKINGS_CROWDED_MS = 30;
/** That moment: a lone booking in a crowd is as much later, and a write to disk takes longer. */
export const BOOKINGS_GATHER_MS = 2;

/** New people of one commit who are written in one row; fewer are filed at once. */
export const PEOPLE_IN_A_ROW_MIN = 8;
/** People of a date who are not filed: about 1 MB of memory, read at the first booking after waking. */
export const PEOPLE_UNFILED_MAX = 4_000;
/**
 * Barcodes, and people, that a date reads to know who is new: about 5 ms for each of the two, in one
 * value of a megabyte at most, of the two that one may have. Where there are more it looks for each.
 */
export const KNOWN_AT_WAKING_MAX = 10_000;
/** Requests of a date that are known in memory: about a megabyte. */
export const REQUESTS_KNOWN_MAX = 10_000;

/** Values that one statement of an object's database can have bound (platform limit). */
export const BOUND_VALUES_MAX = 100;
/** Commands that wait together and are written together: about 50 ms of work. */
export const COMMANDS_PER_COMMIT_MAX = 500;
/**
 * Booked barcodes reach the registry this long after the first unpublished change. Each round costs
 * both sides some writes to disk, which under load are shared by all that was booked meanwhile.
 */
export const PUBLISH_DELAY_MS = 500;
export const PUBLISH_TICKETS_PER_BATCH_MAX = 500;
/** 20,000 tickets; what is left then goes with the next alarm, a moment later. */
export const PUBLISH_BATCHES_PER_ALARM_MAX = 40;
export const PUBLISH_BACKOFF_MS_MIN = 500;
export const PUBLISH_BACKOFF_MS_MAX = 60_000;
export const REGISTRY_CALL_MS_MAX = 10_000;

export const LISTING_CACHE_ENTRIES_MAX = 5_000;
export const LISTING_CACHE_MS = 60_000;
/** With the registry down, a listing once known is used for this long. */
export const LISTING_CACHE_STALE_MS = 24 * 3_600_000;
export const CODE_CACHE_ENTRIES_MAX = 5_000;

export const WATCHDOG_DATES_PER_RUN_MAX = 200;
export const WATCHDOG_ORDERS_PER_RUN_MAX = 200;
export const WATCHDOG_CALLS_AT_ONCE = 6;
export const RETENTION_DAYS_MAX = 3_650;
export const DAY_MS = 86_400_000;

/** Sapiti's bodies are a few KiB; 50 stock requests about 12 KiB. */
export const SAPITI_BODY_BYTES_MAX = 256 * 1024;
/** The client gives up after 30 s (contracts/sapiti.md 1.3); a till should know sooner. */
export const SAPITI_BUDGET_MS = 15_000;
/** How far a timestamp may lie from our clock, both ways (contracts/sapiti.md 1.5). */
export const SAPITI_WINDOW_MS = 30_000;
export const SAPITI_PAGE_MAX = 200;
export const SAPITI_PAGE_DEFAULT = 100;
export const SAPITI_START_MAX = 100_000;
export const SAPITI_CODES_PER_CONTROL_MAX = 100;
export const SAPITI_REQUESTS_MAX = ORDER_LINES_MAX;
/** Notes, metadata and what else an order of Sapiti says of itself. */
export const SAPITI_ORDER_DETAILS_BYTES_MAX = 16 * 1024;
export const SAPITI_TEXT_CHARACTERS_MAX = 500;
export const SAPITI_NOTES_CHARACTERS_MAX = 4_000;
/** Dates stay in the agenda for so long after their end. */
export const SAPITI_AGENDA_AFTER_MS = DAY_MS;
/** The documented age of a signature (contracts/ticketmatic.md 1.6). */
export const TICKETMATIC_TIME_TOLERANCE_MS = 30 * 60_000;
export const TICKETMATIC_HEADER_CHARACTERS_MAX = 1_024;
/** 5,000 tickets of a batch update with their barcodes are about 1 MiB. */
export const TICKETMATIC_BODY_BYTES_MAX = 2 * 1024 * 1024;
export const TICKETMATIC_BUDGET_MS = 20_000;
export const TICKETMATIC_PAGE_ROWS_MAX = 1_000;
/** What clients expect who don't say (contracts/ticketmatic.md 1.3). */
export const TICKETMATIC_PAGE_ROWS_DEFAULT = 100;
/** How long an unconfirmed order holds its places. */
export const TICKETMATIC_BASKET_MS = 30 * 60_000;
/** contracts/ticketmatic.md 3.1 and 3.2. */
export const TICKETMATIC_TICKETS_PER_CALL_MAX = 50;
/** What an order can ever hold, as its prices tell. */
export const TICKETMATIC_TICKETS_PER_ORDER_MAX = ORDER_LINES_MAX * TICKETS_PER_BOOKING_MAX;
export const TICKETMATIC_LOCKS_PER_CALL_MAX = 100;
export const TICKETMATIC_TICKETS_PER_BATCH_MAX = 5_000;
export const TICKETMATIC_IDS_PER_BATCH_MAX = 1_000;
export const TICKETMATIC_FILTER_CHARACTERS_MAX = 2_000;
export const TICKETMATIC_CONDITIONS_MAX = 20;
/** What is kept of a customer. */
export const TICKETMATIC_CUSTOMER_BYTES_MAX = 8 * 1024;
/** Customers that one statement makes: with all that is kept of them, less than 1 MB. */
export const TICKETMATIC_CUSTOMERS_PER_INSERT_MAX = 100;
/** Orders tell the registry of a change within this time, while it is well: what is told in another
 * order than it happened is then not passed over by who polls. */
export const TICKETMATIC_CHANGES_SETTLE_MS = 2_000;
/** Tickets of a stream that are in memory at once. */
export const TICKETMATIC_STREAM_PAGE_ROWS = 500;
/** Objects that one call asks at the same time. */
export const TICKETMATIC_CALLS_AT_ONCE = 20;
/** Ticket Evolution: a question with more pairs is signed by no client. */
export const QUERY_PAIRS_MAX = 200;
export const TICKETEVOLUTION_BODY_BYTES_MAX = 1024 * 1024;
export const TICKETEVOLUTION_BUDGET_MS = 20_000;
/** contracts/ticketevolution.md 3.1: the longest page, and the usual one. */
export const TICKETEVOLUTION_PAGE_ROWS_MAX = 100;
/** Shows and venues are few: they are read whole, and sorted in the Worker. */
export const CATALOGUE_SHOWS_MAX = 5_000;
export const SEARCH_WORDS_MAX = 10;
/** The same signed write within so long of the first has no second effect. */
export const TICKETEVOLUTION_REPEAT_MS = 10 * 60_000;
/** Of an order of its version 10. */
export const TICKETEVOLUTION_INSTRUCTIONS_CHARACTERS_MAX = 200;
/** Addresses of one kind that a client may have. */
export const CLIENT_PARTS_MAX = 20;
export const CLIENTS_PER_CALL_MAX = 20;
/** Of two changes of a client at once one comes first, and the other is made to what it left. */
export const CLIENT_CHANGE_ATTEMPTS_MAX = 20;
/** Orders that a list asks at the same time. */
export const ORDERS_AT_ONCE = 10;
export const TICKETS_PER_QUESTION = 5_000;
/** Every serial that a date can ever have. */
export const TICKET_PAGES_MAX = SERIALS_PER_DATE_MAX / TICKETS_PER_QUESTION + 1;
/** Calls of partners are kept so long, and so many of each. */
export const CALLS_KEPT_MS = 7 * DAY_MS;
export const CALLS_PER_PARTNER_MAX = 1_000;
export const CALLS_PAGE_ROWS_MAX = 200;
export const CALLS_PAGE_ROWS_DEFAULT = 50;
/** An isolate tells the registry of its calls so soon, and then so often while there are more. */
export const CALLS_FLUSH_MS = 500;
export const CALLS_NEXT_FLUSH_MS = 2_000;
/** So many at a time: of calls that went well it keeps no more meanwhile, of refused ones five times that. */
export const CALLS_PER_FLUSH_MAX = 100;
export const CALLS_QUEUED_MAX = 500;
/** What is promised after an answer has 30 s; one that did not keep it is given up. */
export const CALLS_FLUSHES_PER_REQUEST_MAX = 12;
export const CALLS_FLUSHER_MS_MAX = 40_000;
/** While the registry fails it is not asked again for so long. */
export const CALLS_PAUSE_MS = 5_000;
/** D1 takes values up to 2 MB. */
export const CALLS_BATCH_CHARACTERS_MAX = 500_000;
/** More than a flush brings, so that what is over goes. */
export const CALLS_PRUNED_PER_FLUSH_MAX = 2 * CALLS_PER_FLUSH_MAX;
export const CALL_BODY_CHARACTERS_MAX = 4 * 1024;
export const CALL_SIGNED_CHARACTERS_MAX = 2 * 1024;
export const CALL_SIGNED_TEXTS_MAX = 2;
export const CALL_SAID_CHARACTERS_MAX = 300;
/** Of a signature or an unknown key: too little to be of use, enough to be compared. */
export const SIGNATURE_CHARACTERS_SHOWN = 8;
export const KEY_CHARACTERS_SHOWN = 4;
/** As a header it must fit beside the others. */
export const EXPECTED_HEADER_CHARACTERS_MAX = 8 * 1024;
/** Longer than pass Culture waits for an answer (contracts/passculture.md 1.5). */
export const SANDBOX_LATE_MS = 9_000;
export const SANDBOX_LOOKUP_MS_MAX = 2_000;

/** What the inspector takes at once: no partner's request is nearly so long. */
export const INSPECTOR_PASTE_CHARACTERS_MAX = 256 * 1024;
export const INSPECTOR_HEADERS_MAX = 100;
/** Base64 of JSON, where a body of the longest kind is escaped. */
export const INSPECTOR_LINK_CHARACTERS_MAX = 2 * INSPECTOR_PASTE_CHARACTERS_MAX;
