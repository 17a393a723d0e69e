"""The threads between meetings: what one record says that another answers, continues, endorses or lacks."""
