//! The parts that anybody on the Internet can open: links, their QR codes, the hosted page, and the call of a customer's site.

pub(crate) mod clicks;
pub(crate) mod join;
pub(crate) mod link_address;
pub(crate) mod link_pages;
pub(crate) mod misses;
pub(crate) mod qr_code;
pub(crate) mod redirect;
